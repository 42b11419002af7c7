package io.rtcroom.im;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rtcroom.event.EventData.CallAnswered;
import io.rtcroom.event.EventData.CallCreated;
import io.rtcroom.event.EventData.CallInvited;
import io.rtcroom.event.EventData.CallRefused;
import io.rtcroom.history.StoredEvent;
import io.rtcroom.im.ImPlan.Planned;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls in the one form of asking and answering that old clients know (protocol.md §7.6): who is rung gets a request, and
 * the caller the response. The call's id stands where they expect a room's.
 */
final class LinkMic {
    private static final String USER = "user:";
    private static final String CALL = "call:";
    private static final String CREATED = "select subject, payload from event where subject = any ($1) and seq = 1";

    private LinkMic() {}

    /** Within the transaction that has stored the events. */
    static Uni<List<Planned>> plan(SqlConnection transaction, List<StoredEvent> events) {
        List<Planned> planned = new ArrayList<>();
        List<StoredEvent> answers = new ArrayList<>();
        for (StoredEvent stored : events)
            switch (stored.event().data()) {
                case CallInvited invited -> request(planned, stored, invited);
                case CallAnswered answered -> answers.add(stored);
                case CallRefused refused -> answers.add(stored);
                default -> {
                    // Nothing they have a form for.
                }
            }
        if (answers.isEmpty()) return Uni.createFrom().item(planned);
        return callers(transaction, answers).map(callers -> {
            answers.forEach(answer -> respond(planned, answer, callers.get(answer.subject())));
            return planned;
        });
    }

    private static Uni<Map<String, String>> callers(SqlConnection transaction, List<StoredEvent> answers) {
        String[] calls = answers.stream().map(StoredEvent::subject).distinct().toArray(String[]::new);
        return transaction.preparedQuery(CREATED).execute(Tuple.of(calls)).map(rows -> {
            Map<String, String> callers = new HashMap<>();
            for (Row row : rows)
                if (StoredEvent.read(row.getString("payload")).event().data() instanceof CallCreated created)
                    callers.put(row.getString("subject"), created.caller());
            return callers;
        });
    }

    private static void request(List<Planned> planned, StoredEvent stored, CallInvited invited) {
        ObjectNode data = data("request", invited.callId())
                .put("userID", invited.from())
                .put("userName", ImText.harmless(invited.fromName()))
                .put("userAvatar", ImText.harmless(invited.fromAvatar()));
        plan(planned, stored, invited.from(), stored.subject().substring(USER.length()), data);
    }

    private static void respond(List<Planned> planned, StoredEvent stored, String caller) {
        String callId = stored.subject().substring(CALL.length());
        switch (stored.event().data()) {
            case CallAnswered answered ->
                plan(planned, stored, answered.userId(), caller, response(callId, "accept", ""));
            case CallRefused refused ->
                plan(planned, stored, refused.userId(), caller, response(callId, "reject", refused.reason()));
            default -> throw new IllegalStateException("no answer: " + stored.type());
        }
    }

    private static ObjectNode response(String callId, String result, String message) {
        return data("response", callId).put("result", result).put("message", message);
    }

    private static ObjectNode data(String type, String callId) {
        return JsonNodeFactory.instance.objectNode().put("type", type).put("roomID", callId);
    }

    /** Nobody asks or answers themselves, as who is called back would; and a call may be older than the store. */
    private static void plan(List<Planned> planned, StoredEvent stored, String from, String to, ObjectNode data) {
        if (to == null || to.equals(from)) return;
        ObjectNode command = JsonNodeFactory.instance.objectNode().put("cmd", "linkmic");
        command.set("data", data);
        String callId = data.path("roomID").asText();
        planned.add(new Planned(
                CALL + callId,
                callId,
                ImTask.Kind.DIRECT,
                ImText.command(stored.event(), from, to, command.toString()).json()));
    }
}
