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

    private final TencentRest rest;
    private final AdminSignature signature;
    private final MeterRegistry meters;
    private final long sdkAppId;
    private final String admin;

    TencentIm(ImConfig config, AdminSignature signature, MeterRegistry meters) {
        this.signature = signature;
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
        return call(
                "create_group",
                body().put("Owner_Account", admin)
                        .put("Type", "AVChatRoom")
                        .put("GroupId", groupId)
                        .put("Name", "group_name"));
    }

    @Override
    public Uni<ImOutcome> notifyMembers(String groupId) {
        return call(
                "send_group_system_notification", body().put("GroupId", groupId).put("Content", PUSHERS_CHANGED));
    }

    @Override
    public Uni<ImOutcome> destroyGroup(String groupId) {
        return call("destroy_group", body().put("GroupId", groupId));
    }

    private Uni<ImOutcome> call(String command, ObjectNode body) {
        return rest.call(
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
                .invoke(answer -> count(command, answer))
                .map(Answer::outcome);
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

    /** Codes of protocol.md §5.5; what is not known may pass. */
    private ImOutcome judge(int code) {
        if (code == 70001) signature.forget();
        return switch (code) {
            // 10025: the group exists and is ours.
            case 0, 10025 -> new ImOutcome.Done();
            case 10010 -> new ImOutcome.Gone();
            case 10004, 10007, 10015, 10021 -> new ImOutcome.Refused("ErrorCode " + code);
            default -> new ImOutcome.Retry("ErrorCode " + code, false);
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
