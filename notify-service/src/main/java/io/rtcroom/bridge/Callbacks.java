package io.rtcroom.bridge;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Locale;
import java.util.UUID;

/** Which callback means what, and what became of each. */
@Singleton
class Callbacks {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** We, and whoever else has the application's key: what they say is theirs to store. */
    private static final String BACK_END = "RESTAPI";

    private final TextBridge texts;
    private final TurnedDown turnedDown;
    private final MeterRegistry meters;

    Callbacks(TextBridge texts, TurnedDown turnedDown, MeterRegistry meters) {
        this.texts = texts;
        this.turnedDown = turnedDown;
        this.meters = meters;
    }

    /** @throws ProblemException {@code unreadable-body} if a message is told of and there is none */
    Uni<Outcome> take(String command, String platform, byte[] body) {
        if (command == null || BACK_END.equals(platform))
            return Uni.createFrom().item(Outcome.IGNORED);
        return switch (command) {
            case "Group.CallbackBeforeSendMsg", "C2C.CallbackBeforeSendMsg" ->
                counted("before", texts.check(read(body)));
            case "Group.CallbackAfterSendMsg" -> counted("after", texts.store(read(body)));
            case "C2C.CallbackAfterSendMsg" -> counted("after", toOne(read(body)));
            default -> Uni.createFrom().item(Outcome.IGNORED);
        };
    }

    private Uni<Outcome> toOne(CallbackRequest message) {
        if (message.result() != 0) return Uni.createFrom().item(Outcome.IGNORED);
        UUID callId = TurnedDown.callOf(message);
        return callId == null ? texts.store(message) : turnedDown.decline(callId, message.from());
    }

    private static CallbackRequest read(byte[] body) {
        try {
            CallbackRequest message = MAPPER.readValue(body, CallbackRequest.class);
            if (message != null && message.hasNumbers()) return message;
        } catch (IOException e) {
            // The same as what is no object.
        }
        throw new ProblemException(ProblemType.UNREADABLE_BODY, "the body is no message of the vendor's");
    }

    private Uni<Outcome> counted(String moment, Uni<Outcome> outcome) {
        return outcome.invoke(known -> count(moment, known)).onFailure().invoke(e -> count(moment, Outcome.FAILED));
    }

    private void count(String moment, Outcome outcome) {
        meters.counter(
                        "rtcroom.im.callbacks",
                        "moment",
                        moment,
                        "outcome",
                        outcome.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
