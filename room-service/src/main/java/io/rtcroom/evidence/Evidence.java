package io.rtcroom.evidence;

import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.event.StreamEvent;
import io.rtcroom.event.Topics;
import io.rtcroom.outbox.Outbox;
import io.rtcroom.room.Occupancies;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * What is known of publishes. Applying an event again changes nothing: it is known by server and client, a late word that
 * a publish is live does not undo its end, and an end concerns the publish it names and no other.
 */
@Singleton
class Evidence {
    private static final Logger LOG = Logger.getLogger(Evidence.class);
    /** The server's clock may be ahead of ours, and nothing is confirmed in the future. */
    private static final String LIVE =
            """
            insert into publication as p (stream_id, server, client_id, confirmed_at)
            select stream_id, server, client_id, least(at, clock_timestamp())
            from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) as e (stream_id, server, client_id, at)
            on conflict (stream_id, server, client_id) do update
            set confirmed_at = greatest(p.confirmed_at, excluded.confirmed_at), ended_at = null, rescues = 0
            where p.ended_at is null or p.ended_at < excluded.confirmed_at
            """;

    private static final String ENDED =
            """
            update publication p set ended_at = e.at
            from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) as e (stream_id, server, client_id, at)
            where p.stream_id = e.stream_id and p.server = e.server and p.client_id = e.client_id and p.ended_at is null
            """;
    /** A stream is lost once every publish of it has ended. Rows are locked in id order, as everywhere. */
    private static final String LOST =
            """
            with stream as (
                select stream_id, bool_and(ended_at is not null) as lost from publication
                where stream_id = any ($1) group by stream_id
            ), changed as (
                select m.room_uid, m.user_id, m.joined_seq, s.lost from member m join stream s using (stream_id)
                where m.stream_lost <> s.lost order by m.room_uid, m.user_id, m.joined_seq for no key update of m
            )
            update member m set stream_lost = c.lost from changed c
            where m.room_uid = c.room_uid and m.user_id = c.user_id and m.joined_seq = c.joined_seq returning m.room_uid
            """;

    private final Database database;
    private final Occupancies occupancies;
    private final Outbox outbox;

    Evidence(@Background Database database, Occupancies occupancies, Outbox outbox) {
        this.database = database;
        this.occupancies = occupancies;
        this.outbox = outbox;
    }

    /** Stores what the events say, then tells the rooms that it concerns. @param letters what could not be read */
    Uni<Void> take(List<StreamEvent> events, List<String> letters) {
        Collection<Publication> publications = Publication.of(events);
        return database.transaction(
                        connection -> store(connection, publications).call(() -> bury(connection, letters)))
                .chain(this::tell);
    }

    private Uni<Set<UUID>> store(SqlConnection connection, Collection<Publication> publications) {
        var live = publications.stream().filter(it -> it.confirmedAt() != null).toList();
        var ended = publications.stream().filter(it -> it.endedAt() != null).toList();
        String[] streams =
                publications.stream().map(Publication::streamId).distinct().toArray(String[]::new);
        if (streams.length == 0) return Uni.createFrom().item(Set.of());
        return execute(connection, LIVE, live, it -> it.confirmedAt().atOffset(ZoneOffset.UTC))
                .chain(() ->
                        execute(connection, ENDED, ended, it -> it.endedAt().atOffset(ZoneOffset.UTC)))
                .chain(() -> connection.preparedQuery(LOST).execute(Tuple.of(streams)))
                .map(rows -> {
                    Set<UUID> rooms = new LinkedHashSet<>();
                    rows.forEach(row -> rooms.add(row.getUUID(0)));
                    return rooms;
                });
    }

    private static Uni<Void> execute(
            SqlConnection connection,
            String sql,
            List<Publication> publications,
            Function<Publication, OffsetDateTime> at) {
        if (publications.isEmpty()) return Uni.createFrom().voidItem();
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(
                        publications.stream().map(Publication::streamId).toArray(String[]::new),
                        publications.stream().map(Publication::server).toArray(String[]::new),
                        publications.stream().map(Publication::clientId).toArray(String[]::new),
                        publications.stream().map(at).toArray(OffsetDateTime[]::new)))
                .replaceWithVoid();
    }

    private Uni<Void> bury(SqlConnection connection, List<String> letters) {
        return outbox.append(connection, Topics.DEAD_LETTERS, Topics.STREAM_EVENTS, letters.toArray(String[]::new));
    }

    private Uni<Void> tell(Set<UUID> rooms) {
        return Multi.createFrom()
                .iterable(rooms)
                .onItem()
                .transformToUniAndConcatenate(this::tellRoom)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** What fails here is done by the next sweep: the mark and what the others know differ. */
    private Uni<Void> tellRoom(UUID room) {
        return database.transaction(connection -> occupancies
                        .lock(connection, room)
                        .onItem()
                        .ifNotNull()
                        .transformToUni(occupancy -> {
                            occupancy.tellOfSilence();
                            return occupancies.save(connection, occupancy);
                        }))
                .onFailure()
                .invoke(e -> LOG.warnf("room not told of a stream roomUid=%s: %s", room, e.toString()))
                .onFailure()
                .recoverWithNull();
    }
}
