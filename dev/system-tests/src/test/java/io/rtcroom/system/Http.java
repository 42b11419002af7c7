package io.rtcroom.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** One HTTP/1.1 client for all simulated clients. A request that gets no answer is a {@link NoAnswerException}. */
final class Http {
    /** It is unknown whether the request was carried out. */
    static final class NoAnswerException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoAnswerException(String request, Throwable cause) {
            super(request, cause);
        }
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private Http() {}

    static HttpRequest.Builder to(String uri) {
        return HttpRequest.newBuilder(URI.create(uri)).timeout(TIMEOUT);
    }

    static Answer get(String uri) {
        return send(to(uri).GET());
    }

    static Answer post(String uri, String contentType, String body) {
        var request = to(uri).POST(publisher(body));
        return send(contentType == null ? request : request.header("Content-Type", contentType));
    }

    static BodyPublisher publisher(String body) {
        return body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    }

    static Answer send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        HttpResponse<String> response = send(request, BodyHandlers.ofString());
        return Answer.of(response.statusCode(), response.headers(), response.body());
    }

    static <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return CLIENT.send(request, handler);
        } catch (IOException e) {
            throw new NoAnswerException(request.method() + " " + request.uri().getPath(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswerException("interrupted", e);
        }
    }
}
