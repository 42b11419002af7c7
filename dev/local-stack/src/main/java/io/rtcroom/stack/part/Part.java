package io.rtcroom.stack.part;

import io.rtcroom.stack.process.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How one part is started, and how one knows that it works.
 *
 * @param environment added to our own
 * @param stopSignal asks it to end in good order
 * @param patience how long that may take
 */
public record Part(
        String name,
        int port,
        List<String> command,
        Map<String, String> environment,
        Signal stopSignal,
        Duration patience,
        Probe probe) {

    /** Asks whether a part works; an exception means that it does not yet. */
    @FunctionalInterface
    public interface Probe {
        boolean isReady() throws Exception;
    }

    /** Whether {@code text} means this part: its name, its name without the number, or {@code all}. */
    boolean isMeantBy(String text) {
        return text.equals(name) || text.equals("all") || name.matches(java.util.regex.Pattern.quote(text) + "-\\d+");
    }
}
