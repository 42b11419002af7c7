package io.rtcroom.call;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rtcroom.address.StreamAddresses;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A call as {@code /v1} shows it.
 *
 * @param reason why it ended
 * @param queue where it waits for an agent, or waited
 * @param version the number of the call's last event: a client that has read up to it knows this state
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CallView(
        UUID id,
        CallState state,
        String reason,
        String caller,
        String queue,
        String info,
        long version,
        Instant createdAt,
        Instant connectedAt,
        Instant endedAt,
        List<ParticipantView> participants) {

    /** @param withAddresses whether the reader is in the call: those who are only rung see nobody yet */
    static CallView of(Call call, boolean withAddresses) {
        CallRow row = call.row();
        return new CallView(
                row.id(),
                row.state(),
                row.reason() == null ? null : row.reason().wire(),
                row.caller(),
                row.queue(),
                row.info(),
                row.version(),
                row.createdAt(),
                row.connectedAt(),
                row.endedAt(),
                call.participants().stream()
                        .map(each -> ParticipantView.of(each, withAddresses))
                        .toList());
    }

    /** As the user may see it. */
    static CallView of(Call call, String userId) {
        Participant reader = call.find(userId);
        return of(call, reader != null && reader.isJoined());
    }

    /** @param ringsUntil while RINGING: when it ends unanswered */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ParticipantView(
            String userId,
            String role,
            ParticipantState state,
            String userName,
            String userAvatar,
            String invitedBy,
            Instant ringsUntil,
            Instant joinedAt,
            Instant leftAt,
            String streamId,
            StreamAddresses playUrls) {
        static ParticipantView of(Participant one, boolean withAddresses) {
            boolean plays = one.isJoined() && one.addresses() != null;
            return new ParticipantView(
                    one.userId(),
                    one.role().wire(),
                    one.state(),
                    one.userName(),
                    one.userAvatar(),
                    one.invitedBy(),
                    one.ringUntil(),
                    one.joinedAt(),
                    one.leftAt(),
                    plays ? one.addresses().streamId() : null,
                    plays && withAddresses ? one.addresses() : null);
        }
    }
}
