package io.rtcroom.im;

import io.rtcroom.event.EventData.CallAnswered;
import io.rtcroom.event.EventData.CallEnded;
import io.rtcroom.event.EventData.CallLeft;
import io.rtcroom.event.EventData.CallRinging;
import io.rtcroom.history.StoredEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The groups of calls: old clients take a call for a room that bears its id, and join the group of a room (protocol.md
 * §7.2). The group is there from the first ring on, hears of all who come and go, and goes with the call.
 */
final class CallGroups {
    private static final String CALL = "call:";
    private static final String LIVE = "select room_uid from im_room where room_uid = any ($1) and ended_at is null";

    private CallGroups() {}

    /** Within the transaction that has stored the events. */
    static Uni<Void> plan(SqlConnection transaction, List<StoredEvent> events, ImPlan plan) {
        List<StoredEvent> ofCalls = events.stream()
                .filter(stored -> stored.subject().startsWith(CALL))
                .toList();
        if (ofCalls.isEmpty()) return Uni.createFrom().voidItem();
        return live(transaction, ofCalls)
                .invoke(live -> ofCalls.forEach(stored -> add(plan, stored, live)))
                .replaceWithVoid();
    }

    private static Uni<Set<String>> live(SqlConnection transaction, List<StoredEvent> ofCalls) {
        String[] calls = ofCalls.stream().map(CallGroups::callId).distinct().toArray(String[]::new);
        return transaction.preparedQuery(LIVE).execute(Tuple.of(calls)).map(rows -> {
            Set<String> live = new HashSet<>();
            rows.forEach(row -> live.add(row.getString("room_uid")));
            return live;
        });
    }

    /** A call that has never rung has no group. */
    private static void add(ImPlan plan, StoredEvent stored, Set<String> live) {
        String call = callId(stored);
        switch (stored.event().data()) {
            case CallRinging ringing -> {
                if (live.add(call)) plan.create(call, call);
            }
            case CallAnswered answered -> {
                if (live.contains(call)) plan.enter(call, call);
            }
            case CallLeft left -> {
                if (live.contains(call)) plan.notify(call, call);
            }
            case CallEnded ended -> {
                if (live.remove(call)) plan.end(call, call);
            }
            default -> {
                // Nobody has come or gone.
            }
        }
    }

    private static String callId(StoredEvent stored) {
        return stored.subject().substring(CALL.length());
    }
}
