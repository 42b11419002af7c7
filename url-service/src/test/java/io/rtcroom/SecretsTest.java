package io.rtcroom;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SecretsTest {
    private static final List<String> KEYS = List.of(
            RunningService.PUSH_KEY,
            RunningService.PUSH_KEY_BACKUP,
            RunningService.PLAY_KEY,
            RunningService.INTERNAL_KEY,
            RunningService.API_KEY);

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger ours = Logger.getLogger("io.rtcroom");
    private final Logger all = Logger.getLogger("");
    private final Handler recorder = new Recorder();

    @BeforeEach
    void listen() {
        ours.setLevel(Level.ALL);
        all.addHandler(recorder);
    }

    @AfterEach
    void stopListening() {
        all.removeHandler(recorder);
        ours.setLevel(null);
    }

    @Test
    void noKeyIsLoggedOrAnsweredAndNoSignatureLogged() {
        String pushUrl = Callers.user("alice").body("{}").post("/v1/streams").path("pushUrl");
        ours.info("the recorder hears this");

        String answers = String.join(
                "\n",
                verify("alice", pushUrl),
                verify("bob", pushUrl),
                verify("alice", pushUrl + "\n"),
                verify("alice", pushUrl.replace("txTime=", "txTime=1")),
                Callers.service().body("{").post("/internal/streams").asString(),
                Callers.service().get("/internal/streams/test").asString(),
                Callers.nobody().get("/q/health").asString(),
                Callers.nobody().get("/q/metrics").asString(),
                Callers.nobody().get("/q/openapi").asString());

        String log = String.join("\n", lines);
        assertTrue(log.contains("the recorder hears this"));
        assertFalse(log.contains("txSecret="), log);
        for (String key : KEYS) assertFalse((log + answers).contains(key), "a key is told");
    }

    private static String verify(String userId, String pushUrl) {
        return Callers.service()
                .body(Map.of("userId", userId, "pushUrl", pushUrl))
                .post("/internal/streams/verify")
                .asString();
    }

    /** Formats as the console does, with stack traces. */
    private final class Recorder extends Handler {
        private final PatternFormatter formatter = new PatternFormatter("%s%e");

        @Override
        public void publish(LogRecord entry) {
            lines.add(formatter.format(entry));
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
