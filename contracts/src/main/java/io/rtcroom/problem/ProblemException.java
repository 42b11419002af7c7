package io.rtcroom.problem;

import java.util.Locale;

/** A refusal the caller can understand. It carries no stack trace: it is an answer, not an accident. */
public class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ProblemType type;
    private final String field;

    /** @param detail a format that names the thing and its state; never a secret, SQL or a class name */
    public ProblemException(ProblemType type, String detail, Object... args) {
        this(type, null, String.format(Locale.ROOT, detail, args));
    }

    private ProblemException(ProblemType type, String field, String detail) {
        super(detail, null, false, false);
        this.type = type;
        this.field = field;
    }

    /** A refusal of one input field; {@code detail} says the limit. */
    public static ProblemException ofField(ProblemType type, String field, String detail) {
        return new ProblemException(type, field, detail);
    }

    public ProblemType type() {
        return type;
    }

    /** The field at fault, or null if no single one is. */
    public String field() {
        return field;
    }
}
