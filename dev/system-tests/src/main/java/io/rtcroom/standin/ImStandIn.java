package io.rtcroom.standin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The stand-in's process. Besides the platform's commands it serves {@code /admin}, where a test reads what was called
 * and orders failures, and {@code /client}, where a test client joins groups and reads its messages.
 */
public final class ImStandIn implements AutoCloseable {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();
    private static final int NO_SUCH_GROUP = 10010;
    private static final int REFUSED_BY_CALLBACK = 10016;

    private final Groups groups = new Groups();
    private final Faults faults = new Faults();
    private final Journal journal = new Journal();
    private final Clock clock = Clock.systemUTC();
    private final Callbacks callbacks;
    private final Commands commands;
    private final HttpServer server;

    ImStandIn(Account account, int port) throws IOException {
        callbacks = new Callbacks(account, clock);
        commands = new Commands(account, groups, callbacks, clock);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v4/", this::command);
        server.createContext("/admin/", this::admin);
        server.createContext("/client/", this::client);
        server.start();
    }

    /** Arguments: port, application id, administrator, secret key. It lives as long as its standard input is open. */
    public static void main(String[] args) throws IOException {
        var account = new Account(Long.parseLong(args[1]), args[2], args[3]);
        try (var standIn = new ImStandIn(account, Integer.parseInt(args[0]))) {
            System.out.println("ready " + standIn.origin());
            System.in.transferTo(System.err);
        }
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void command(HttpExchange exchange) throws IOException {
        try (exchange) {
            var at = clock.instant();
            var request = Request.read(exchange);
            String groupId = Commands.groupId(request);
            Faults.Fault fault = faults.next(request.path(), groupId);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(fault.delayMillis()));
            Commands.Answer answer = fault.onlyDelays() || fault.applied()
                    ? commands.answer(request)
                    : Commands.Answer.refused(fault.errorCode(), "failing on command");
            int status = fault.httpStatus() == 0 ? 200 : fault.httpStatus();
            int errorCode = fault.errorCode() == 0 ? answer.errorCode() : fault.errorCode();
            String name = request.path().substring(request.path().lastIndexOf('/') + 1);
            journal.add(new Journal.Call(
                    at, name, groupId, request.query(), request.body(), status, errorCode, answer.violation()));
            if (!fault.silent()) reply(exchange, status, body(errorCode, answer.errorInfo()));
        }
    }

    private static Map<String, Object> body(int errorCode, String info) {
        return Map.of("ActionStatus", errorCode == 0 ? "OK" : "FAIL", "ErrorCode", errorCode, "ErrorInfo", info);
    }

    private void admin(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = Request.read(exchange);
            switch (request.method() + " " + request.path()) {
                case "GET /admin/calls" ->
                    reply(exchange, 200, calls(request.query().get("groupId")));
                case "GET /admin/violations" -> reply(exchange, 200, journal.violations());
                case "GET /admin/groups" -> reply(exchange, 200, groups.owners());
                case "POST /admin/groups" -> {
                    groups.create(request.parameter("groupId"), request.parameter("owner"));
                    reply(exchange, 200, Map.of());
                }
                case "POST /admin/callbacks" -> {
                    callbacks.callTo(request.parameter("url"), request.parameter("token"));
                    reply(exchange, 200, Map.of());
                }
                case "POST /admin/faults" -> {
                    faults.add(JSON.readValue(request.body(), Faults.Fault.class));
                    reply(exchange, 200, Map.of());
                }
                case "DELETE /admin/faults" -> {
                    faults.clear();
                    reply(exchange, 200, Map.of());
                }
                default -> reply(exchange, 404, Map.of());
            }
        }
    }

    private Object calls(String groupId) {
        return groupId == null ? journal.all() : journal.of(groupId);
    }

    private void client(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = Request.read(exchange);
            String user = request.parameter("user");
            String groupId = request.parameter("groupId");
            switch (request.method() + " " + request.path()) {
                case "POST /client/join" -> {
                    boolean joined = groups.join(groupId, user);
                    reply(exchange, 200, body(joined ? 0 : NO_SUCH_GROUP, ""));
                }
                case "POST /client/say" -> reply(exchange, 200, body(say(groupId, user, request.body()), ""));
                case "POST /client/leave" -> {
                    groups.leave(groupId, user);
                    reply(exchange, 200, body(0, ""));
                }
                case "GET /client/messages" -> reply(exchange, 200, groups.messages(user));
                default -> reply(exchange, 404, Map.of());
            }
        }
    }

    /** @param elements the message's body */
    private int say(String groupId, String user, String elements) throws IOException {
        long random = ThreadLocalRandom.current().nextLong(1L << 32);
        ObjectNode message = Callbacks.message(groupId, user, random);
        message.set("MsgBody", JSON.readTree(elements));
        if (!callbacks.mayBeShown(message)) return REFUSED_BY_CALLBACK;
        if (!groups.say(groupId, random, Commands.textOf(message))) return NO_SUCH_GROUP;
        callbacks.wasShown(Callbacks.CLIENT, message);
        return 0;
    }

    private static void reply(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] json = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, json.length);
        exchange.getResponseBody().write(json);
    }
}
