package io.rtcroom.stack.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rtcroom.stack.config.FreePorts;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The proxy between a real client and servers that stand where the services are. */
class EdgeTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(100));
    private final FreePorts ports = new FreePorts((int) ProcessHandle.current().pid());
    private final BlockingQueue<HttpServerRequest> seen = new LinkedBlockingQueue<>();
    private final int port = ports.next();
    private final int internalPort = ports.next();

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        ports.close();
    }

    @Test
    void aPathArrivesAsItWasSent() throws Exception {
        edge("room-service=" + server(EdgeTest::ok));

        assertEquals(200, status(HttpMethod.POST, port, "//weapp//double_room/login?userSig=a*b-c_&x=%20"));

        assertEquals(
                "//weapp//double_room/login?userSig=a*b-c_&x=%20", seen.take().uri());
    }

    @Test
    void theInternalKeyIsTakenFromServicesOnly() throws Exception {
        edge("room-service=" + server(EdgeTest::ok), "url-service=" + server(EdgeTest::ok));

        status(HttpMethod.GET, port, "/v1/rooms");
        status(HttpMethod.GET, internalPort, "/internal/streams");

        assertNull(seen.take().getHeader("X-RTCRoom-Internal-Key"));
        assertEquals("secret", seen.take().getHeader("X-RTCRoom-Internal-Key"));
    }

    @Test
    void theServiceLearnsWhoAsked() throws Exception {
        edge("room-service=" + server(EdgeTest::ok));

        status(HttpMethod.GET, port, "/v1/rooms");

        var request = seen.take();
        assertEquals("127.0.0.1", request.getHeader("X-Forwarded-For"));
        assertEquals("http", request.getHeader("X-Forwarded-Proto"));
        assertEquals("127.0.0.1:" + port, request.getHeader("Host"));
    }

    @Test
    void aReplicaThatIsNotThereIsPassedOver() throws Exception {
        edge("room-service=" + ports.next() + "," + server(EdgeTest::ok));

        for (int request = 0; request < 4; request++) assertEquals(200, status(HttpMethod.POST, port, "/v1/rooms"));
    }

    @Test
    void aReadThatGetsNoAnswerIsAskedElsewhere() throws Exception {
        edge("room-service=" + server(EdgeTest::breakOff) + "," + server(EdgeTest::ok));

        for (int request = 0; request < 4; request++) assertEquals(200, status(HttpMethod.GET, port, "/v1/rooms"));
    }

    @Test
    void aWriteThatGetsNoAnswerIsNotSentTwice() throws Exception {
        edge("room-service=" + server(EdgeTest::breakOff) + "," + server(EdgeTest::breakOff));

        var answer = ask(HttpMethod.POST, port, "/v1/rooms", Buffer.buffer());

        assertEquals(503, answer.statusCode());
        assertEquals("1", answer.getHeader("Retry-After"));
        assertEquals(1, seen.size());
    }

    @Test
    void nobodyThereIsSaidAtOnce() throws Exception {
        edge("room-service=" + ports.next());

        assertEquals(503, status(HttpMethod.POST, port, "/v1/rooms"));
    }

    @Test
    void aStreamArrivesPieceByPiece() throws Exception {
        var pieces = new LinkedBlockingQueue<String>();
        edge("notify-service=" + server(EdgeTest::firstPiece));

        client.request(HttpMethod.GET, port, "127.0.0.1", "/v1/events")
                .compose(request -> request.send())
                .onSuccess(answer -> answer.handler(piece -> pieces.add(piece.toString())));

        assertEquals("data: 1\n\n", pieces.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void aClientThatGoesAwayIsNoticedByTheService() throws Exception {
        var gone = new CompletableFuture<Void>();
        edge("notify-service="
                + server(request -> {
                    request.response().closeHandler(closed -> gone.complete(null));
                    request.response().setChunked(true).write("data: 1\n\n");
                }));
        var answer = ask(HttpMethod.GET, port, "/v1/events", Buffer.buffer());

        answer.request().connection().close();

        gone.get(5, TimeUnit.SECONDS);
    }

    @Test
    void aLargeBodyArrivesWhole() throws Exception {
        var size = new CompletableFuture<Integer>();
        edge("room-service="
                + server(request -> request.body().onSuccess(body -> {
                    size.complete(body.length());
                    request.response().end();
                })));

        ask(HttpMethod.POST, port, "/v1/rooms", Buffer.buffer(new byte[2 * 1024 * 1024]));

        assertEquals(2 * 1024 * 1024, size.get(10, TimeUnit.SECONDS));
    }

    @Test
    void theRefusalOfALargeBodyIsPassedOn() throws Exception {
        edge("room-service="
                + server(request -> request.response()
                        .putHeader("Connection", "close")
                        .setStatusCode(413)
                        .end()));

        var answer = ask(HttpMethod.POST, port, "/v1/rooms", Buffer.buffer(new byte[2 * 1024 * 1024]));

        assertEquals(413, answer.statusCode());
    }

    @Test
    void aBodyBeyondTheLimitIsRefused() throws Exception {
        edge("room-service=" + server(EdgeTest::ok));

        var answer = ask(HttpMethod.POST, port, "/v1/rooms", Buffer.buffer(new byte[2 * 1024 * 1024 + 1]));

        assertEquals(413, answer.statusCode());
        assertTrue(seen.isEmpty());
    }

    private void edge(String... replicas) throws Exception {
        Edge.deploy(vertx, port, internalPort, new Replicas(List.of(replicas)))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private int server(Consumer<HttpServerRequest> answer) throws Exception {
        int where = ports.next();
        vertx.createHttpServer()
                .requestHandler(request -> {
                    if (request.path().equals("/q/health/ready")) {
                        ok(request);
                        return;
                    }
                    seen.add(request);
                    answer.accept(request);
                })
                .listen(where, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        return where;
    }

    private int status(HttpMethod method, int where, String uri) throws Exception {
        return ask(method, where, uri, Buffer.buffer()).statusCode();
    }

    private HttpClientResponse ask(HttpMethod method, int where, String uri, Buffer body) throws Exception {
        var options = new RequestOptions()
                .setMethod(method)
                .setHost("127.0.0.1")
                .setPort(where)
                .setURI(uri)
                .putHeader("X-RTCRoom-Internal-Key", "secret");
        return client.request(options)
                .compose(request -> request.send(body))
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private static void ok(HttpServerRequest request) {
        request.response().end("ok");
    }

    private static void firstPiece(HttpServerRequest request) {
        request.response().setChunked(true).write("data: 1\n\n");
    }

    private static void breakOff(HttpServerRequest request) {
        request.connection().close();
    }
}
