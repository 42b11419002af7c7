package io.rtcroom.stack.control;

import io.rtcroom.stack.run.RunRecord;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a running stack to do something. */
public final class ControlClient {
    /** As long as it takes to start every replica anew, one after the other. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private ControlClient() {}

    /** @param done whether it was done; {@code text} says why not, if it was not */
    public record Answer(boolean done, String text) {}

    public static Answer ask(RunRecord stack, Verb verb, String name) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + stack.controlPort() + "/" + verb.word() + "/" + name))
                .header("Authorization", "Bearer " + stack.controlToken())
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode() == 200, answer.body());
        }
    }
}
