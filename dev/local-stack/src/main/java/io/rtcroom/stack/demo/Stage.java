package io.rtcroom.stack.demo;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.time.Duration;

/** Where a demo is played: what all of them need, and the word on how it went. */
final class Stage {
    private Stage() {}

    interface Play {
        void play(HttpClient http, Timeline timeline) throws IOException, InterruptedException;
    }

    /** Returns whether everything went as it must. @param success what to say then */
    static boolean perform(String origin, Timeline timeline, String success, Play play) throws InterruptedException {
        try (var http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build()) {
            try {
                play.play(http, timeline);
                timeline.line(success);
                return true;
            } catch (ConnectException e) {
                timeline.line("The demo FAILED: nobody answers at " + origin);
                return false;
            } catch (Unexpected | IOException e) {
                timeline.line("The demo FAILED: " + e.getMessage());
                return false;
            } finally {
                http.shutdownNow();
            }
        }
    }
}
