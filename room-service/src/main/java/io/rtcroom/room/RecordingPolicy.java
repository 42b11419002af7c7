package io.rtcroom.room;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.util.Locale;

/**
 * Whether a room's members are recorded; decided at its creation, and told to everybody who comes.
 *
 * @param isConsentNeeded nobody is recorded before they have said yes
 */
public record RecordingPolicy(Mode mode, boolean isConsentNeeded) {
    public static final RecordingPolicy OFF = new RecordingPolicy(Mode.OFF, false);

    /** What begins a recording. */
    public enum Mode {
        /** Nothing. */
        OFF,
        /** Each member's stream, as soon as it is there. */
        AUTO,
        /** The room's creator, or a back end. */
        MANUAL;

        /** As written in the API, the database and events. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param mode null for off
     * @param consent {@code required} or {@code none}; null for none
     */
    static RecordingPolicy of(String mode, String consent) {
        if (consent != null && !consent.equals("required") && !consent.equals("none"))
            throw ProblemException.ofField(
                    ProblemType.INVALID_REQUEST, "recordingConsent", "recordingConsent must be required or none");
        boolean isConsentNeeded = "required".equals(consent);
        if (mode == null) return new RecordingPolicy(Mode.OFF, isConsentNeeded);
        for (Mode each : Mode.values()) if (each.wire().equals(mode)) return new RecordingPolicy(each, isConsentNeeded);
        throw ProblemException.ofField(ProblemType.INVALID_REQUEST, "record", "record must be off, auto or manual");
    }

    /** As shown outside: null where nothing is recorded. */
    String shownMode() {
        return mode == Mode.OFF ? null : mode.wire();
    }

    /** As shown outside: null where nothing is recorded. */
    String shownConsent() {
        return mode == Mode.OFF ? null : consent();
    }

    String consent() {
        return isConsentNeeded ? "required" : "none";
    }
}
