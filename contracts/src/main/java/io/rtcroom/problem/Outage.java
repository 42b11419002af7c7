package io.rtcroom.problem;

import java.io.IOException;
import java.net.ConnectException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Tells a part that is away, which passes, from a defect of ours, which does not. */
public final class Outage {
    /** Connection lost (08), server going down or starting (57P), too many connections, or a time-out of the server's. */
    private static final Set<String> STATES =
            Set.of("08000", "08003", "08006", "57P01", "57P02", "57P03", "53300", "57014", "55P03", "25P03", "25P04");

    private Outage() {}

    /** The database undid the transaction in favour of another one; the same work may be tried again. */
    public static boolean isLostRace(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("(40001)") || message.contains("(40P01)");
    }

    public static boolean isOutage(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause() == e ? null : e.getCause()) {
            if (e instanceof ConnectException || e instanceof IOException) return true;
            if (e instanceof TimeoutException || e instanceof io.smallrye.mutiny.TimeoutException) return true;
            if (e instanceof ProblemException problem) return problem.type() == ProblemType.UNAVAILABLE;
            if (mentionsLostConnection(e)) return true;
        }
        return false;
    }

    /** The Vert.x SQL clients report a lost connection by message and SQLSTATE, without a type of its own. */
    private static boolean mentionsLostConnection(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return STATES.stream().anyMatch(state -> message.contains("(" + state + ")"))
                || message.startsWith("Timeout")
                || message.contains("Connection is closed")
                || message.contains("Connection closed")
                || message.contains("connection may have been lost")
                || message.contains("Connection is not active")
                || message.contains("Pool closed")
                || message.contains("reached max wait queue size");
    }
}
