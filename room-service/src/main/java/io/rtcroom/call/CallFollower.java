package io.rtcroom.call;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;

/** Whoever must never say anything else than a call does: they follow it in the transaction that changes it. */
public interface CallFollower {
    Uni<Void> moved(SqlConnection connection, List<Call> calls);
}
