package io.rtcroom.system;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Asks again while the answer is that a part cannot be reached (code −1, or 503): nothing was done then. On a busy
 * machine url-service may miss its 800 ms, and what these tests are about is not how busy the machine is.
 */
final class Patience {
    private static final Duration ENOUGH = Duration.ofSeconds(20);
    private static final int UNREACHABLE = -1;

    private Patience() {}

    static Answer until(Supplier<Answer> request) {
        return await().atMost(ENOUGH).until(request::get, Patience::isDefinite);
    }

    private static boolean isDefinite(Answer answer) {
        return answer.status() != 503 && answer.json().path("code").asInt() != UNREACHABLE;
    }
}
