package io.rtcroom.im;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Tencent IM by its REST API (protocol.md §5). The vendor's ErrorCode decides, not the HTTP status. */
final class TencentIm implements ImProvider {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** Compared byte for byte by old clients' tests; extras would go beside {@code data}, never into it. */
    private static final String PUSHERS_CHANGED = "{\"cmd\":\"notifyPusherChange\",\"data\":\"\"}";

    private static final long UINT32 = 1L << 32;
    private static final String GROUPS = "group_open_http_svc";
    private static final String ONE_TO_ONE = "openim";
    private static final String ACCOUNTS = "im_open_login_svc";
    /** The vendor has never heard of one of the two. */
    private static final String NO_SUCH_ACCOUNT = "20003";

    private final TencentRest rest;
    private final AdminSignature signature;
    private final Pace pace;
    private final MeterRegistry meters;
    private final long sdkAppId;
    private final String admin;

    TencentIm(ImConfig config, AdminSignature signature, Pace pace, MeterRegistry meters) {
        this.signature = signature;
        this.pace = pace;
        this.meters = meters;
        sdkAppId = config.sdkAppId().orElseThrow();
        admin = config.admin();
        rest = QuarkusRestClientBuilder.newBuilder()
                .baseUri(config.tencent().baseUrl())
                .connectTimeout(config.tencent().connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(config.tencent().readTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .build(TencentRest.class);
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public Uni<ImOutcome> ensureGroup(String groupId) {
        return group(
                "create_group",
                body().put("Owner_Account", admin)
                        .put("Type", "AVChatRoom")
                        .put("GroupId", groupId)
                        .put("Name", "group_name"));
    }

    @Override
    public Uni<ImOutcome> notifyMembers(String groupId) {
        return group(
                "send_group_system_notification", body().put("GroupId", groupId).put("Content", PUSHERS_CHANGED));
    }

    @Override
    public Uni<ImOutcome> destroyGroup(String groupId) {
        return group("destroy_group", body().put("GroupId", groupId));
    }

    @Override
    public Uni<ImOutcome> sendToGroup(String groupId, ImText text) {
        ObjectNode body =
                body().put("GroupId", groupId).put("From_Account", text.from()).put("Random", text.random());
        body.set("MsgBody", text.elements());
        return group("send_group_msg", body);
    }

    /** Who never logged in at the vendor is made known there first. */
    @Override
    public Uni<ImOutcome> sendToUser(ImText text) {
        return call(ONE_TO_ONE, "sendmsg", direct(text))
                .chain(answer -> NO_SUCH_ACCOUNT.equals(answer.code())
                        ? importAccount(text.from())
                                .chain(() -> importAccount(text.to()))
                                .chain(() -> call(ONE_TO_ONE, "sendmsg", direct(text)))
                        : Uni.createFrom().item(answer))
                .map(Answer::outcome);
    }

    @Override
    public Uni<ImOutcome> kick(String userId) {
        return call(ACCOUNTS, "kick", body().put("UserID", userId))
                .map(answer -> NO_SUCH_ACCOUNT.equals(answer.code()) ? new ImOutcome.Done() : answer.outcome());
    }

    private static ObjectNode direct(ImText text) {
        ObjectNode body = body().put("SyncOtherMachine", 2)
                .put("From_Account", text.from())
                .put("To_Account", text.to())
                .put("MsgRandom", text.random());
        body.set("MsgBody", text.elements());
        return body;
    }

    private Uni<Answer> importAccount(String userId) {
        return call(ACCOUNTS, "account_import", body().put("UserID", userId));
    }

    private Uni<ImOutcome> group(String command, ObjectNode body) {
        return call(GROUPS, command, body).map(Answer::outcome);
    }

    private Uni<Answer> call(String service, String command, ObjectNode body) {
        return pace.await(command).chain(() -> send(service, command, body));
    }

    private Uni<Answer> send(String service, String command, ObjectNode body) {
        return rest.call(
                        service,
                        command,
                        sdkAppId,
                        admin,
                        signature.get(),
                        ThreadLocalRandom.current().nextLong(UINT32),
                        "json",
                        body.toString().getBytes(StandardCharsets.UTF_8))
                .map(this::read)
                .onFailure()
                .recoverWithItem(TencentIm::noAnswer)
                .invoke(answer -> count(command, answer));
    }

    private Answer read(byte[] text) {
        try {
            JsonNode code = MAPPER.readTree(text).path("ErrorCode");
            if (code.isIntegralNumber()) return new Answer(code.asText(), judge(code.asInt()));
        } catch (IOException e) {
            // Something in between answered; what it says does not matter.
        }
        return new Answer("unreadable", new ImOutcome.Retry("the answer is not the vendor's", true));
    }

    /** Codes of protocol.md §5.5. */
    private ImOutcome judge(int code) {
        if (code == 70001) signature.forget();
        return switch (code) {
            // 10025: the group exists and is ours.
            case 0, 10025 -> new ImOutcome.Done();
            case 10010 -> new ImOutcome.Gone();
            case 10004, 10007, 10015, 10021 -> new ImOutcome.Refused("ErrorCode " + code);
            default ->
                isPassing(code)
                        ? new ImOutcome.Retry("ErrorCode " + code, false)
                        : new ImOutcome.Declined("ErrorCode " + code);
        };
    }

    /** Nothing about the text: the vendor's own trouble, its limits of rate, and (6xxxx, 7xxxx) our application. */
    private static boolean isPassing(int code) {
        return switch (code) {
            case 10002, 10006, 10023, 20004, 20005, 90994, 90995, 91000 -> true;
            default -> code >= 60_000 && code < 80_000;
        };
    }

    /** The failure's message may carry the URL, and that the signature; only its kind is kept. */
    private static Answer noAnswer(Throwable failure) {
        if (failure instanceof WebApplicationException e) {
            String status = "http-" + e.getResponse().getStatus();
            return new Answer(status, new ImOutcome.Retry(status, true));
        }
        boolean unsent = failure instanceof ConnectException || failure.getCause() instanceof ConnectException;
        String kind = failure.getClass().getSimpleName();
        return new Answer(unsent ? "unreachable" : "no-answer", new ImOutcome.Retry(kind, !unsent));
    }

    private void count(String command, Answer answer) {
        String outcome = answer.outcome().getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
        meters.counter("rtcroom.im.calls", "command", command, "outcome", outcome, "code", answer.code())
                .increment();
    }

    private static ObjectNode body() {
        return JsonNodeFactory.instance.objectNode();
    }

    private record Answer(String code, ImOutcome outcome) {}
}
