package io.rtcroom.call;

import io.rtcroom.event.Event;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;

/** Whoever must never say anything else than a call does: they follow it in the transaction that changes it. */
public interface CallFollower {
    /** Returns events for the caller to append with those of the calls. */
    Uni<List<Event>> moved(SqlConnection connection, List<Call> calls);
}
