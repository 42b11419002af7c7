package io.rtcroom.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rtcroom.event.Event;
import io.rtcroom.event.EventData;
import io.rtcroom.event.EventData.MemberJoined;
import io.rtcroom.event.EventData.MemberLeft;
import io.rtcroom.event.EventJson;
import io.rtcroom.event.EventJson.UndecodableEventException;
import java.util.List;

/**
 * An event with its document exactly as it came, which is what every channel shows.
 *
 * @param type as in the document, also where this build does not know it
 */
public record StoredEvent(Event event, String type, String payload) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TYPE = "[a-z0-9.-]{1,64}";
    private static final String SUBJECT = "[a-z]+:[^\\p{Cntrl}]{1,256}";

    /** @throws UndecodableEventException if it is no event, or none that can be stored and shown */
    public static StoredEvent read(String payload) {
        Event event = EventJson.read(payload);
        String type = event.data() instanceof EventData.Unknown ? typeOf(payload) : event.type();
        require(type.matches(TYPE), "type");
        require(event.subject().matches(SUBJECT), "subject");
        switch (event.data()) {
            case EventData.RoomCreated created -> requireName(created.roomId(), "roomId");
            case EventData.RoomEnded ended -> requireName(ended.roomId(), "roomId");
            case MemberJoined joined -> requireNames(joined.roomId(), joined.userId());
            case EventData.MemberUpdated updated -> requireNames(updated.roomId(), updated.userId());
            case MemberLeft left -> requireNames(left.roomId(), left.userId());
            case EventData.MemberSuspended suspended -> requireNames(suspended.roomId(), suspended.userId());
            case EventData.MemberResumed resumed -> requireNames(resumed.roomId(), resumed.userId());
            case EventData.MessageSent sent -> requireReaders(sent);
            case EventData.MessageRecalled recalled -> requireReaders(recalled);
            case EventData.MemberMuted muted -> requireReaders(muted);
            case EventData.MemberUnmuted unmuted -> requireReaders(unmuted);
            case EventData.AudienceChanged changed -> requireReaders(changed);
            case EventData.CallCreated created -> requireName(created.caller(), "caller");
            case EventData.CallRinging ringing -> requireName(ringing.userId(), "userId");
            case EventData.CallAnswered answered -> requireName(answered.userId(), "userId");
            case EventData.CallRefused refused -> requireName(refused.userId(), "userId");
            case EventData.CallLeft left -> requireName(left.userId(), "userId");
            case EventData.CallQueued queued -> requireName(queued.queue(), "queue");
            case EventData.CallDeferred deferred -> requireName(deferred.userId(), "userId");
            case EventData.CallObserved observed -> requireName(observed.userId(), "userId");
            case EventData.CallTransferStarted started -> requireName(started.by(), "by");
            case EventData.CallTransferEnded ended -> requireName(ended.by(), "by");
            case EventData.CallEnded ended -> requireName(ended.reason(), "reason");
            case EventData.CallInvited invited -> requireName(invited.callId(), "callId");
            case EventData.CallDismissed dismissed -> requireName(dismissed.callId(), "callId");
            case EventData.AgentChanged changed -> requireName(changed.userId(), "userId");
            case EventData.RecordingChanged changed -> requireName(changed.state(), "state");
            case EventData.WebhookTested tested -> requireName(tested.webhookId(), "webhookId");
            case EventData.Unknown unknown -> {}
        }
        return new StoredEvent(event, type, payload);
    }

    public String subject() {
        return event.subject();
    }

    public long seq() {
        return event.seq();
    }

    /** Those who may read the subject from this event on. */
    public List<String> readers() {
        return switch (event.data()) {
            case MemberJoined joined when joined.elsewhere() == null -> List.of(joined.userId());
            case EventData.CallCreated created -> List.of(created.caller());
            case EventData.CallRinging ringing -> List.of(ringing.userId());
            case EventData.CallObserved observed -> List.of(observed.userId());
            case EventData.Addressed addressed -> addressed.readers();
            default -> List.of();
        };
    }

    public boolean opensFor(String userId) {
        return readers().contains(userId);
    }

    /** The one who reads no further than this event, or null. */
    public String goer() {
        return switch (event.data()) {
            case MemberLeft left when left.elsewhere() == null -> left.userId();
            case EventData.CallRefused refused -> refused.userId();
            case EventData.CallLeft left -> left.userId();
            default -> null;
        };
    }

    /** Whether the user may read no further, unless an event opens the subject again: each that names its readers does. */
    public boolean closesFor(String userId) {
        return endsSubject() || event.data() instanceof EventData.Addressed || userId.equals(goer());
    }

    public boolean endsSubject() {
        return switch (event.data()) {
            case EventData.RoomEnded ended -> true;
            case EventData.CallEnded ended -> true;
            // People are told of it too, and their subjects never end.
            case EventData.RecordingChanged changed ->
                changed.state().equals("DELETED") && subject().equals("recording:" + changed.recordingId());
            default -> false;
        };
    }

    private static void requireReaders(EventData.Addressed addressed) {
        require(addressed.readers() != null, "readers");
        addressed.readers().forEach(reader -> requireName(reader, "readers"));
    }

    private static void requireNames(String roomId, String userId) {
        requireName(roomId, "roomId");
        requireName(userId, "userId");
    }

    /** PostgreSQL's text has no NUL, and a name is a key here. */
    private static void requireName(String name, String field) {
        require(name != null && name.length() <= 256 && name.indexOf('\0') < 0, field);
    }

    private static void require(boolean holds, String field) {
        if (!holds) throw new UndecodableEventException("no event of ours has such a " + field, null);
    }

    private static String typeOf(String payload) {
        try {
            return MAPPER.readTree(payload).path("type").asText();
        } catch (JsonProcessingException e) {
            throw new UndecodableEventException(e.getOriginalMessage(), e);
        }
    }
}
