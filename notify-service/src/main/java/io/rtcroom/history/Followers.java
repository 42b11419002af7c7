package io.rtcroom.history;

import io.rtcroom.event.EventData;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who may read what, kept from the events themselves. */
@Singleton
public class Followers {
    /**
     * So many follows above the watermark are read at once. While their events are shown, a cursor names their subjects:
     * at most 214 characters each, if two people with the longest ids have left it. A room that goes on takes 68. So with
     * a hundred rooms beside a chunk a cursor has less than 15,500, and fits into a request's first line.
     */
    public static final int CHUNK = 40;
    /** A leave and the end after it may come together: the first one counts. */
    private static final String CLOSE =
            """
            update follower f set to_seq = first.to_seq, closed_at = clock_timestamp()
            from (
                select open.id, min(c.to_seq) as to_seq
                from unnest($1::text[], $2::text[], $3::bigint[]) as c (subject, user_id, to_seq)
                join follower open on open.subject = c.subject and open.user_id = coalesce(c.user_id, open.user_id)
                    and open.to_seq is null and open.from_seq <= c.to_seq
                group by open.id) first
            where f.id = first.id""";
    /** Two transactions of one user's follows commit in the order of their ids: see the column's comment. */
    private static final String LOCK_USERS =
            """
            select pg_advisory_xact_lock(827001, lock)
            from (select distinct hashtext(user_id) as lock from unnest($1::text[]) as u (user_id) order by 1) locks""";

    private static final String OPEN =
            """
            insert into follower (subject, user_id, from_seq, to_seq, closed_at)
            select subject, user_id, from_seq, to_seq, case when to_seq is not null then clock_timestamp() end
            from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) as f (subject, user_id, from_seq, to_seq)
            on conflict do nothing""";
    /** Three parts, so that each is found by its index; no follow is in two. */
    private static final String OF_USER =
            """
            (select id, subject, from_seq, to_seq from follower
            where user_id = $1 and id > $2 order by id limit $5)
            union all
            select f.id, f.subject, f.from_seq, f.to_seq
            from unnest($3::text[], $4::bigint[]) as read (subject, seq)
            join follower f on f.user_id = $1 and f.subject = read.subject and f.to_seq >= read.seq and f.id <= $2
            union all
            select f.id, f.subject, f.from_seq, f.to_seq
            from unnest($3::text[]) as read (subject)
            join follower f on f.user_id = $1 and f.subject = read.subject and f.to_seq is null and f.id <= $2
            order by id""";
    /** One statement, so one moment: what follows later has an id above the watermark. */
    private static final String NOW =
            """
            select f.subject, coalesce(s.last_seq, 0) as last_seq, r.room,
                (select coalesce(max(id), 0) from follower where user_id = $1) as watermark,
                (select greatest(p.position, (select max(position) from event)) from event_purged p) as position
            from (select $2 as subject
                union select subject from follower where user_id = $1 and to_seq is null) f
            left join subject s on s.subject = f.subject
            left join lateral (
                select json_strip_nulls(json_build_object(
                    'family', family, 'roomId', room_id, 'info', info, 'creator', creator, 'members', (
                        select coalesce(json_agg(json_build_object('userId', user_id, 'userName', user_name,
                            'userAvatar', user_avatar, 'streamId', stream_id) order by seq), '[]')
                        from member where member.subject = room.subject)))::text as room
                from room where room.subject = f.subject) r on true
            order by 1""";
    /** Not before the last event that it gives a right to: until then a cursor may need it. */
    private static final String PURGE =
            """
            delete from follower where id in (
                select id from follower f
                where closed_at < now() - $1 * interval '1 millisecond'
                  and not exists (select from event e
                    where e.subject = f.subject and e.seq between f.from_seq and f.to_seq)
                limit $2)""";

    private final Pool pool;

    Followers(Pool pool) {
        this.pool = pool;
    }

    /** Within the transaction that took the events in, after {@link Events#append}. */
    public Uni<Void> apply(SqlConnection transaction, List<StoredEvent> events) {
        Changes changes = new Changes();
        events.forEach(changes::add);
        Uni<Void> closed = changes.closed.isEmpty() ? nothing() : close(transaction, changes.closed);
        return closed.chain(() -> changes.opened.isEmpty() ? nothing() : open(transaction, changes.opened));
    }

    private static Uni<Void> close(SqlConnection transaction, List<Interval> closed) {
        return transaction
                .preparedQuery(CLOSE)
                .execute(Tuple.of(
                        closed.stream().map(Interval::subject).toArray(String[]::new),
                        closed.stream().map(Interval::userId).toArray(String[]::new),
                        closed.stream().map(Interval::toSeq).toArray(Long[]::new)))
                .replaceWithVoid();
    }

    private static Uni<Void> open(SqlConnection transaction, List<Interval> opened) {
        String[] users = opened.stream().map(Interval::userId).toArray(String[]::new);
        return transaction
                .preparedQuery(LOCK_USERS)
                .execute(Tuple.of(users))
                .chain(() -> transaction
                        .preparedQuery(OPEN)
                        .execute(Tuple.of(
                                opened.stream().map(Interval::subject).toArray(String[]::new),
                                users,
                                opened.stream().map(Interval::fromSeq).toArray(Long[]::new),
                                opened.stream().map(Interval::toSeq).toArray(Long[]::new))))
                .replaceWithVoid();
    }

    /**
     * The user's next follows above the watermark, and those up to it of the subjects.
     *
     * @param read the last number read of each subject; follows up to the watermark that end before it are left out
     */
    public Uni<Chunk> find(String userId, long watermark, Map<String, Long> read) {
        return pool.preparedQuery(OF_USER)
                .execute(Tuple.of(
                        userId,
                        watermark,
                        read.keySet().toArray(String[]::new),
                        read.values().toArray(Long[]::new),
                        CHUNK))
                .map(rows -> Chunk.of(map(rows, Followers::follow), watermark));
    }

    /** How things stand for a user, or for whoever reads the one subject. */
    public Uni<Now> now(String userId, String subject) {
        return pool.preparedQuery(NOW).execute(Tuple.of(userId, subject)).map(rows -> {
            Row first = rows.iterator().next();
            return new Now(
                    first.getLong("watermark"),
                    first.getLong("position"),
                    new Snapshot(map(
                            rows,
                            row -> new Snapshot.Subject(
                                    row.getString("subject"), row.getLong("last_seq"), row.getString("room")))));
        });
    }

    /** The follows that came after the id. */
    public Uni<List<NewFollow>> newsAfter(long id) {
        return pool.preparedQuery("select id, user_id from follower where id > $1")
                .execute(Tuple.of(id))
                .map(rows -> map(rows, row -> new NewFollow(row.getLong("id"), row.getString("user_id"))));
    }

    public Uni<Long> lastId() {
        return pool.query("select coalesce(max(id), 0) as id from follower")
                .execute()
                .map(rows -> rows.iterator().next().getLong("id"));
    }

    Uni<Integer> purge(Duration age, int limit) {
        return pool.preparedQuery(PURGE)
                .execute(Tuple.of(age.toMillis(), limit))
                .map(RowSet::rowCount);
    }

    /**
     * @param follows by id
     * @param isLast whether there are none above them
     */
    public record Chunk(List<Follow> follows, boolean isLast) {
        private static Chunk of(List<Follow> follows, long watermark) {
            long above =
                    follows.stream().filter(follow -> follow.id() > watermark).count();
            return new Chunk(follows, above < CHUNK);
        }
    }

    /**
     * @param watermark any follow that commits later has a higher id
     * @param position the highest of any event so far, stored or purged
     */
    public record Now(long watermark, long position, Snapshot snapshot) {}

    public record NewFollow(long id, String userId) {}

    private static Follow follow(Row row) {
        Long toSeq = row.getLong("to_seq");
        return new Follow(
                row.getLong("id"),
                row.getString("subject"),
                row.getLong("from_seq"),
                toSeq == null ? Span.OPEN : toSeq);
    }

    private static <T> List<T> map(RowSet<Row> rows, java.util.function.Function<Row, T> mapper) {
        List<T> result = new ArrayList<>(rows.size());
        rows.forEach(row -> result.add(mapper.apply(row)));
        return result;
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }

    /** {@code userId} null: of every user; {@code toSeq} null: still open. */
    private record Interval(String subject, String userId, Long fromSeq, Long toSeq) {}

    /** What a batch of events changes, told apart into rows that exist already and rows to come. */
    private static final class Changes {
        final List<Interval> closed = new ArrayList<>();
        final List<Interval> opened = new ArrayList<>();

        void add(StoredEvent stored) {
            Long toSeq = stored.event().data() instanceof EventData.Addressed ? stored.seq() : null;
            stored.readers().stream()
                    .distinct()
                    .forEach(reader -> opened.add(new Interval(stored.subject(), reader, stored.seq(), toSeq)));
            if (stored.goer() != null) end(stored, stored.goer());
            else if (stored.endsSubject()) end(stored, null);
        }

        private void end(StoredEvent stored, String userId) {
            closed.add(new Interval(stored.subject(), userId, null, stored.seq()));
            opened.replaceAll(open -> endsHere(open, stored, userId)
                    ? new Interval(open.subject(), open.userId(), open.fromSeq(), stored.seq())
                    : open);
        }

        private static boolean endsHere(Interval open, StoredEvent stored, String userId) {
            return open.toSeq() == null
                    && open.subject().equals(stored.subject())
                    && (userId == null || open.userId().equals(userId));
        }
    }
}
