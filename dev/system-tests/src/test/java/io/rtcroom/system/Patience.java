package io.rtcroom.system;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Asks again while the answer is that a part cannot be reached (code −1, or 503): nothing was done then. On a busy
 * machine url-service may miss its 800 ms, and what these tests are about is not how busy the machine is.
 */
final class Patience {
    private static final Duration ENOUGH = Duration.ofSeconds(20);
    private static final Duration OUTAGE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int UNREACHABLE = -1;

    private Patience() {}

    static Answer until(Supplier<Answer> request) {
        return await().atMost(ENOUGH).until(request::get, Patience::isDefinite);
    }

    /** Like {@link #until}, while replicas die: no answer at all says no more than that one. For what may be asked twice. */
    static Answer throughOutages(Supplier<Answer> request) {
        long end = System.nanoTime() + OUTAGE.toNanos();
        while (true) {
            try {
                Answer answer = request.get();
                if (isDefinite(answer) || System.nanoTime() > end) return answer;
            } catch (Http.NoAnswerException e) {
                if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) throw e;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static boolean isDefinite(Answer answer) {
        return answer.status() != 503 && answer.json().path("code").asInt() != UNREACHABLE;
    }
}
