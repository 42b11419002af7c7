package io.rtcroom.stack.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * What came back.
 *
 * @param json a missing node if the body is empty, a text if it is no JSON
 * @param millis from the question to the answer
 */
record Reply(int status, JsonNode json, long millis) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Longer than the lease of somebody who fell silent. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(40);

    private static final Duration PAUSE = Duration.ofMillis(100);

    interface Question {
        Reply ask() throws IOException, InterruptedException;
    }

    /** @param token null if the person is known by the address already */
    static Reply to(HttpClient http, String method, String url, String token, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) request.header("Authorization", "Bearer " + token);
        long begin = System.nanoTime();
        var response = http.send(request.build(), BodyHandlers.ofString());
        long millis = (System.nanoTime() - begin) / 1_000_000;
        return new Reply(response.statusCode(), read(response.body()), millis);
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(body);
        }
    }

    /** The first answer that is as expected, or the last that came. */
    static Reply until(Question question, Predicate<JsonNode> isExpected) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        Reply reply = question.ask();
        while (!isExpected.test(reply.json) && System.nanoTime() < deadline) {
            Thread.sleep(PAUSE);
            reply = question.ask();
        }
        return reply;
    }
}
