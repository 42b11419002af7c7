package io.rtcroom.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What happened. A consumer switches over the permitted types; {@link Unknown} stands for a type that a newer producer
 * sent, and is skipped. Signed addresses never travel here: they are secrets with a short life.
 */
@JsonSubTypes({
    @JsonSubTypes.Type(EventData.RoomCreated.class),
    @JsonSubTypes.Type(EventData.RoomEnded.class),
    @JsonSubTypes.Type(EventData.MemberJoined.class),
    @JsonSubTypes.Type(EventData.MemberUpdated.class),
    @JsonSubTypes.Type(EventData.MemberLeft.class),
    @JsonSubTypes.Type(EventData.MemberSuspended.class),
    @JsonSubTypes.Type(EventData.MemberResumed.class),
    @JsonSubTypes.Type(EventData.MessageSent.class),
    @JsonSubTypes.Type(EventData.MessageRecalled.class),
    @JsonSubTypes.Type(EventData.MemberMuted.class),
    @JsonSubTypes.Type(EventData.MemberUnmuted.class),
    @JsonSubTypes.Type(EventData.CallCreated.class),
    @JsonSubTypes.Type(EventData.CallRinging.class),
    @JsonSubTypes.Type(EventData.CallAnswered.class),
    @JsonSubTypes.Type(EventData.CallRefused.class),
    @JsonSubTypes.Type(EventData.CallLeft.class),
    @JsonSubTypes.Type(EventData.CallQueued.class),
    @JsonSubTypes.Type(EventData.CallDeferred.class),
    @JsonSubTypes.Type(EventData.CallObserved.class),
    @JsonSubTypes.Type(EventData.CallTransferStarted.class),
    @JsonSubTypes.Type(EventData.CallTransferEnded.class),
    @JsonSubTypes.Type(EventData.CallEnded.class),
    @JsonSubTypes.Type(EventData.CallInvited.class),
    @JsonSubTypes.Type(EventData.CallDismissed.class),
    @JsonSubTypes.Type(EventData.AgentChanged.class),
    @JsonSubTypes.Type(EventData.RecordingChanged.class),
    @JsonSubTypes.Type(EventData.AudienceChanged.class),
    @JsonSubTypes.Type(EventData.WebhookTested.class)
})
@RegisterForReflection(
        targets = {
            EventData.class,
            EventData.Addressed.class,
            EventData.RoomCreated.class,
            EventData.RoomEnded.class,
            EventData.MemberJoined.class,
            EventData.MemberUpdated.class,
            EventData.MemberLeft.class,
            EventData.MemberSuspended.class,
            EventData.MemberResumed.class,
            EventData.MessageSent.class,
            EventData.MessageRecalled.class,
            EventData.MemberMuted.class,
            EventData.MemberUnmuted.class,
            EventData.CallCreated.class,
            EventData.CallRinging.class,
            EventData.CallAnswered.class,
            EventData.CallRefused.class,
            EventData.CallLeft.class,
            EventData.CallQueued.class,
            EventData.CallDeferred.class,
            EventData.CallObserved.class,
            EventData.CallTransferStarted.class,
            EventData.CallTransferEnded.class,
            EventData.CallEnded.class,
            EventData.CallInvited.class,
            EventData.CallDismissed.class,
            EventData.AgentChanged.class,
            EventData.RecordingChanged.class,
            EventData.AudienceChanged.class,
            EventData.WebhookTested.class,
            EventData.Unknown.class
        })
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface EventData {

    /** The name on the wire. */
    @JsonIgnore
    String type();

    /**
     * A room exists under its name, always the first event of its subject.
     *
     * @param family {@code double}, {@code multi} or {@code live}
     * @param roomId the name clients chose, also the IM group's id; unique among live rooms of the family
     * @param record {@code auto} or {@code manual}: members' streams are, or may be, recorded; absent if they are not
     * @param recordingConsent {@code required} or {@code none}; absent where nothing is recorded
     */
    @JsonTypeName(RoomCreated.TYPE)
    record RoomCreated(String family, String roomId, String info, String record, String recordingConsent)
            implements EventData {
        public static final String TYPE = "room.created";

        /** A room where nothing is recorded. */
        public RoomCreated(String family, String roomId, String info) {
            this(family, roomId, info, null, null);
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * The room and every membership in it are over, always the last event of its subject.
     *
     * @param reason {@code empty}, {@code creator-left}, {@code destroyed} or {@code never-entered}
     */
    @JsonTypeName(RoomEnded.TYPE)
    record RoomEnded(String family, String roomId, String reason) implements EventData {
        public static final String TYPE = "room.ended";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * A user who was not a member became one.
     *
     * @param members how many members the room has now
     * @param createdRoom whether this very join created the room (protocol.md §2.4 rule 2, §5.4: no notification)
     * @param revived whether an evicted session came back by its heartbeat (§7.4)
     * @param device the member's number in a room where each device of a user is a member; absent in others
     * @param elsewhere the stream of another device by which the user is in the room already; absent if there is none
     */
    @JsonTypeName(MemberJoined.TYPE)
    record MemberJoined(
            String family,
            String roomId,
            String userId,
            String userName,
            String userAvatar,
            String streamId,
            int members,
            boolean createdRoom,
            boolean revived,
            Long device,
            String elsewhere)
            implements EventData {
        public static final String TYPE = "member.joined";

        /** In a room where a user is one member. */
        public MemberJoined(
                String family,
                String roomId,
                String userId,
                String userName,
                String userAvatar,
                String streamId,
                int members,
                boolean createdRoom,
                boolean revived) {
            this(family, roomId, userId, userName, userAvatar, streamId, members, createdRoom, revived, null, null);
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * A member joined again: a new name, avatar or stream replaces the old one.
     *
     * @param device as in {@link MemberJoined}
     */
    @JsonTypeName(MemberUpdated.TYPE)
    record MemberUpdated(
            String family,
            String roomId,
            String userId,
            String userName,
            String userAvatar,
            String streamId,
            Long device)
            implements EventData {
        public static final String TYPE = "member.updated";

        /** In a room where a user is one member. */
        public MemberUpdated(
                String family, String roomId, String userId, String userName, String userAvatar, String streamId) {
            this(family, roomId, userId, userName, userAvatar, streamId, null);
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * A member is gone.
     *
     * @param reason {@code left} or {@code expired}
     * @param members how many members remain
     * @param endsRoom whether the room's end follows as the next event, so that nobody is notified twice (§5.4)
     * @param device as in {@link MemberJoined}
     * @param elsewhere the stream of another device by which the user is still in the room; absent if there is none
     */
    @JsonTypeName(MemberLeft.TYPE)
    record MemberLeft(
            String family,
            String roomId,
            String userId,
            String reason,
            int members,
            boolean endsRoom,
            Long device,
            String elsewhere)
            implements EventData {
        public static final String TYPE = "member.left";

        /** In a room where a user is one member. */
        public MemberLeft(String family, String roomId, String userId, String reason, int members, boolean endsRoom) {
            this(family, roomId, userId, reason, members, endsRoom, null, null);
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** An event that names those who may read it, and nobody else may. */
    interface Addressed {
        List<String> readers();
    }

    /**
     * A text was sent to a room, or by one person to another.
     *
     * @param family of the room; absent between two people, as is {@code roomId}
     * @param fromName as the sender is called in the room; absent between two people, as is {@code fromAvatar}
     * @param readers the members of the room at this number, or the two; the sender among them
     * @param text absent once the message was recalled
     * @param clientMsgId chosen by the sender's client, unique per sender
     */
    @JsonTypeName(MessageSent.TYPE)
    record MessageSent(
            String family,
            String roomId,
            String from,
            String fromName,
            String fromAvatar,
            List<String> readers,
            String text,
            String clientMsgId)
            implements EventData, Addressed {
        public static final String TYPE = "message.sent";

        /** What remains of it after a recall. */
        public MessageSent withoutText() {
            return new MessageSent(family, roomId, from, fromName, fromAvatar, readers, null, clientMsgId);
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * A message was taken back, and its text is no longer to be shown.
     *
     * @param message the number of the message in this chat
     * @param by who took it back; absent if a back end did
     */
    @JsonTypeName(MessageRecalled.TYPE)
    record MessageRecalled(String family, String roomId, long message, String by, List<String> readers)
            implements EventData, Addressed {
        public static final String TYPE = "message.recalled";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * Somebody may not write in the room's chat for a while.
     *
     * @param by who decided it; absent if a back end did
     */
    @JsonTypeName(MemberMuted.TYPE)
    record MemberMuted(String family, String roomId, String userId, Instant until, String by, List<String> readers)
            implements EventData, Addressed {
        public static final String TYPE = "member.muted";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** Somebody may write again before their time. */
    @JsonTypeName(MemberUnmuted.TYPE)
    record MemberUnmuted(String family, String roomId, String userId, String by, List<String> readers)
            implements EventData, Addressed {
        public static final String TYPE = "member.unmuted";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * A member has been silent for a while and is still present; a screen may show it before anybody leaves.
     *
     * @param device as in {@link MemberJoined}
     */
    @JsonTypeName(MemberSuspended.TYPE)
    record MemberSuspended(String family, String roomId, String userId, Long device) implements EventData {
        public static final String TYPE = "member.suspended";

        /** In a room where a user is one member. */
        public MemberSuspended(String family, String roomId, String userId) {
            this(family, roomId, userId, null);
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * A suspended member is heard again.
     *
     * @param device as in {@link MemberJoined}
     */
    @JsonTypeName(MemberResumed.TYPE)
    record MemberResumed(String family, String roomId, String userId, Long device) implements EventData {
        public static final String TYPE = "member.resumed";

        /** In a room where a user is one member. */
        public MemberResumed(String family, String roomId, String userId) {
            this(family, roomId, userId, null);
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * Somebody calls; always the first event of its subject.
     *
     * @param caller who may read the call from here on
     * @param queue where the call waits for an agent; absent between people
     */
    @JsonTypeName(CallCreated.TYPE)
    record CallCreated(String caller, String queue, String info) implements EventData {
        public static final String TYPE = "call.created";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * Somebody is being rung, on all their devices, and may read the call from here on.
     *
     * @param role {@code callee}, {@code agent} or {@code observer}
     * @param by who invited them; absent if a queue did
     * @param until when the ringing ends unanswered
     */
    @JsonTypeName(CallRinging.TYPE)
    record CallRinging(String userId, String role, String by, Instant until) implements EventData {
        public static final String TYPE = "call.ringing";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * Somebody who was rung is in the call now; their play addresses are in the call itself.
     *
     * @param streamId absent for an observer, who sends nothing
     * @param connects whether this answer made a call of it
     */
    @JsonTypeName(CallAnswered.TYPE)
    record CallAnswered(String userId, String role, String streamId, boolean connects) implements EventData {
        public static final String TYPE = "call.answered";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * Somebody who was invited does not come.
     *
     * @param reason {@code declined}, {@code busy}, {@code no-answer} or {@code cancelled}
     */
    @JsonTypeName(CallRefused.TYPE)
    record CallRefused(String userId, String reason) implements EventData {
        public static final String TYPE = "call.refused";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** @param reason {@code left} or {@code lost} */
    @JsonTypeName(CallLeft.TYPE)
    record CallLeft(String userId, String reason) implements EventData {
        public static final String TYPE = "call.left";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * The call waits for an agent, again perhaps, and then before all who came after it.
     *
     * @param reason {@code entered}, or what became of the agent: {@code declined}, {@code no-answer}, {@code lost}
     */
    @JsonTypeName(CallQueued.TYPE)
    record CallQueued(String queue, String reason) implements EventData {
        public static final String TYPE = "call.queued";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * The caller need not stay and is rung when an agent has taken the call.
     *
     * @param reason {@code asked}, or why the ringing was in vain: {@code no-answer} or {@code cancelled}
     * @param tries how often they are rung yet
     */
    @JsonTypeName(CallDeferred.TYPE)
    record CallDeferred(String userId, String reason, int tries) implements EventData {
        public static final String TYPE = "call.deferred";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** Somebody listens and sends nothing; they may read the call from here on. */
    @JsonTypeName(CallObserved.TYPE)
    record CallObserved(String userId) implements EventData {
        public static final String TYPE = "call.observed";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * An agent hands the caller over to another one, who joins this very call.
     *
     * @param to the agent who is asked; absent if a queue finds one
     * @param queue where one is looked for; absent if one is named
     */
    @JsonTypeName(CallTransferStarted.TYPE)
    record CallTransferStarted(String by, String to, String queue) implements EventData {
        public static final String TYPE = "call.transfer-started";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * Nobody is handed over any more.
     *
     * @param to absent if nobody was found
     * @param outcome {@code completed}, {@code cancelled}, {@code timed-out}, {@code caller-waits}, {@code call-over}, or
     *     what the other agent did: {@code declined}, {@code no-answer}, {@code left} or {@code lost}
     */
    @JsonTypeName(CallTransferEnded.TYPE)
    record CallTransferEnded(String by, String to, String outcome) implements EventData {
        public static final String TYPE = "call.transfer-ended";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * The call is over for everybody, always the last event of its subject.
     *
     * @param reason {@code hangup}, {@code declined}, {@code cancelled}, {@code busy}, {@code no-answer}, {@code lost},
     *     {@code timed-out} or {@code no-stream}
     * @param by whose doing it was; absent if nobody's
     */
    @JsonTypeName(CallEnded.TYPE)
    record CallEnded(String reason, String by) implements EventData {
        public static final String TYPE = "call.ended";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** To whoever is rung and may follow nothing yet. */
    @JsonTypeName(CallInvited.TYPE)
    record CallInvited(
            String callId, String role, String from, String fromName, String fromAvatar, String queue, Instant until)
            implements EventData {
        public static final String TYPE = "call.invited";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * To whoever was rung: no device of theirs need ring any more.
     *
     * @param reason {@code answered}, and then every other device reads answered elsewhere; or as in a refusal
     */
    @JsonTypeName(CallDismissed.TYPE)
    record CallDismissed(String callId, String reason) implements EventData {
        public static final String TYPE = "call.dismissed";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * An agent is something else than before.
     *
     * @param state {@code IDLE}, {@code OFFERED}, {@code BUSY}, {@code WRAP_UP}, {@code BREAK} or {@code CLOSED}
     * @param shown the same in three: {@code IDLE}, {@code BUSY} or {@code CLOSE}
     * @param roomId the room of the shift
     * @param reason absent where the state says it
     */
    @JsonTypeName(AgentChanged.TYPE)
    record AgentChanged(String userId, String state, String shown, String roomId, String reason) implements EventData {
        public static final String TYPE = "agent.changed";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * A recording is something else than before, or has one more file; to whoever it records and whoever owns it too.
     *
     * @param state {@code QUEUED}, {@code STARTING}, {@code RECORDING}, {@code STOPPING}, {@code READY}, {@code FAILED},
     *     {@code DELETING} or {@code DELETED}
     * @param reason why it ended; absent before that
     * @param owner the creator of the room
     * @param userId whose stream it records
     * @param segments how many files it has, the one being written included
     * @param durationMillis of its complete files, as far as known
     * @param size of its complete files in bytes, as far as known
     * @param filesKept how many files of a deleted recording we could not delete
     */
    @JsonTypeName(RecordingChanged.TYPE)
    record RecordingChanged(
            String recordingId,
            String state,
            String reason,
            String roomUid,
            String roomId,
            String owner,
            String userId,
            String streamId,
            int segments,
            long durationMillis,
            long size,
            int filesKept)
            implements EventData {
        public static final String TYPE = "recording.changed";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * Viewers of a live room have come or gone, or its custom fields have changed; at most once a second.
     *
     * @param viewers how many watch now
     * @param fields name to text or whole number
     * @param readers the members of the room
     */
    @JsonTypeName(AudienceChanged.TYPE)
    record AudienceChanged(String family, String roomId, long viewers, Map<String, Object> fields, List<String> readers)
            implements EventData, Addressed {
        public static final String TYPE = "audience.changed";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** The owner of a webhook asked for a test; it goes to that webhook alone. */
    @JsonTypeName(WebhookTested.TYPE)
    record WebhookTested(String webhookId) implements EventData {
        public static final String TYPE = "webhook.tested";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** A type this build does not know; its content is dropped, its number still counts. */
    record Unknown() implements EventData {
        /** Takes any JSON: a newer type's data need not even be an object. */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Unknown of(Object dropped) {
            return new Unknown();
        }

        @Override
        public String type() {
            return "unknown";
        }
    }
}
