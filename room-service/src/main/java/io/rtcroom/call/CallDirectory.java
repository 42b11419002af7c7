package io.rtcroom.call;

import io.rtcroom.database.Database;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads calls without locking them. */
@Singleton
class CallDirectory {
    private static final String READ = "select " + CallRow.COLUMNS + ", " + Participant.COLUMNS
            + """
             from (%s) c join call_participant p on p.call_id = c.id
            order by p.invited_at, p.user_id
            """;

    private static final String BY_ID = READ.formatted("select * from call where id = $1");
    private static final String OF_USER =
            READ.formatted("select l.* from engagement e join call l on l.id = e.call_id where e.user_id = $1");
    private static final String BY_KEY =
            READ.formatted("select * from call where caller = $1 and idempotency_key = $2");
    private static final String REQUEST = "select request from call where id = $1";
    private static final String TIMELINE =
            """
            select seq, at, event, user_id, actor, cause, state from call_transition where call_id = $1
            order by seq limit $2
            """;
    private static final int LONGEST_TIMELINE = 1000;

    private final Database database;

    CallDirectory(Database database) {
        this.database = database;
    }

    static ProblemException noSuchCall(UUID id) {
        return new ProblemException(ProblemType.NO_SUCH_CALL, "there is no call %s", id);
    }

    /** @throws ProblemException NO_SUCH_CALL */
    Uni<Call> require(UUID id) {
        return find(id).onItem().ifNull().failWith(() -> noSuchCall(id));
    }

    /** The call, or null. */
    Uni<Call> find(UUID id) {
        return read(BY_ID, Tuple.of(id));
    }

    /** The call that the user rings or talks in, or null. */
    Uni<Call> of(String userId) {
        return read(OF_USER, Tuple.of(userId));
    }

    /** The call that was made under the key, or null. @throws ProblemException IDEMPOTENCY_KEY_REUSED */
    Uni<Call> repeated(String caller, CallKey key) {
        if (key == null) return Uni.createFrom().nullItem();
        return read(BY_KEY, Tuple.of(caller, key.key())).onItem().ifNotNull().call(call -> database.query(
                        REQUEST, Tuple.of(call.id()))
                .invoke(rows -> {
                    String request = rows.iterator().next().getString(0);
                    if (!key.request().equals(request))
                        throw new ProblemException(
                                ProblemType.IDEMPOTENCY_KEY_REUSED, "the key was used for %s", request);
                }));
    }

    Uni<List<Transition>> timeline(UUID id) {
        return database.query(TIMELINE, Tuple.of(id, LONGEST_TIMELINE)).map(rows -> {
            List<Transition> lines = new ArrayList<>(rows.size());
            for (Row row : rows)
                lines.add(new Transition(
                        row.getLong(0),
                        Participant.instant(row, 1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        CallState.valueOf(row.getString(6))));
            return lines;
        });
    }

    private Uni<Call> read(String sql, Tuple parameters) {
        return database.query(sql, parameters).map(CallDirectory::call);
    }

    private static Call call(RowSet<Row> rows) {
        if (rows.size() == 0) return null;
        List<Participant> people = new ArrayList<>(rows.size());
        for (Row row : rows) people.add(Participant.of(row, CallRow.SIZE));
        CallRow row = CallRow.of(rows.iterator().next());
        return new Call(row, people, row.createdAt());
    }
}
