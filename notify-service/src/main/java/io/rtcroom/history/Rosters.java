package io.rtcroom.history;

import io.rtcroom.event.EventData.MemberJoined;
import io.rtcroom.event.EventData.MemberLeft;
import io.rtcroom.event.EventData.MemberUpdated;
import io.rtcroom.event.EventData.RoomCreated;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The rooms that live and who is in them, kept from the events themselves. Somebody who is there by several devices is named
 * once, with the stream of one of them.
 */
@Singleton
public class Rosters {
    private static final String CREATE =
            """
            insert into room (subject, family, room_id, info)
            select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]) on conflict do nothing""";
    /** Before the room's row, as a message does: its chat's number and its audience's may be forgotten some time. */
    private static final String END_ATTACHED =
            "update subject set ended_at = clock_timestamp() where subject = any($1) and ended_at is null";

    private static final String END =
            """
            with ended as (delete from room where subject = any($1))
            delete from member where subject = any($1)""";
    private static final String LEAVE =
            """
            delete from member m using unnest($1::text[], $2::text[]) as gone (subject, user_id)
            where m.subject = gone.subject and m.user_id = gone.user_id""";
    private static final String JOIN =
            """
            insert into member (subject, user_id, seq, user_name, user_avatar, stream_id)
            select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[])
            on conflict (subject, user_id) do update
            set user_name = excluded.user_name, user_avatar = excluded.user_avatar, stream_id = excluded.stream_id""";
    private static final String MOVE =
            """
            update member m set stream_id = moved.stream_id
            from unnest($1::text[], $2::text[], $3::text[]) as moved (subject, user_id, stream_id)
            where m.subject = moved.subject and m.user_id = moved.user_id""";
    private static final String CREATORS =
            """
            update room r set creator = first.user_id from unnest($1::text[], $2::text[]) as first (subject, user_id)
            where r.subject = first.subject and r.creator is null""";

    private record Key(String subject, String userId) {}

    private record Stay(long seq, String userName, String userAvatar, String streamId) {
        Stay by(String otherStreamId) {
            return new Stay(seq, userName, userAvatar, otherStreamId);
        }
    }

    /** Within the transaction that took the events in. */
    public Uni<Void> apply(SqlConnection transaction, List<StoredEvent> events) {
        Changes changes = new Changes();
        events.forEach(changes::add);
        return changes.created(transaction)
                .chain(() -> changes.left(transaction))
                .chain(() -> changes.moved(transaction))
                .chain(() -> changes.joined(transaction))
                .chain(() -> changes.ended(transaction));
    }

    /** What a batch comes to: of each member only the last word. */
    private static final class Changes {
        private final Map<String, RoomCreated> created = new TreeMap<>();
        /** The first to join created the room (protocol.md §2.1), and stays its creator. */
        private final Map<String, String> creators = new TreeMap<>();

        private final Map<Key, Stay> joined = new LinkedHashMap<>();
        private final Set<Key> left = new LinkedHashSet<>();
        /** To the stream of a device that is still there. */
        private final Map<Key, String> moved = new LinkedHashMap<>();

        private final Set<String> ended = new TreeSet<>();

        void add(StoredEvent stored) {
            String subject = stored.subject();
            switch (stored.event().data()) {
                case RoomCreated room -> created.put(subject, room);
                case MemberJoined data
                when data.elsewhere() == null -> {
                    creators.putIfAbsent(subject, data.userId());
                    Key key = new Key(subject, data.userId());
                    // Whoever left and came back within the batch has a new number.
                    left.add(key);
                    joined.put(key, new Stay(stored.seq(), data.userName(), data.userAvatar(), data.streamId()));
                }
                case MemberUpdated data ->
                    joined.compute(
                            new Key(subject, data.userId()),
                            (key, stay) -> new Stay(
                                    stay == null ? stored.seq() : stay.seq,
                                    data.userName(),
                                    data.userAvatar(),
                                    data.streamId()));
                case MemberLeft data
                when data.elsewhere() == null -> {
                    joined.remove(new Key(subject, data.userId()));
                    left.add(new Key(subject, data.userId()));
                }
                case MemberLeft data -> {
                    Key key = new Key(subject, data.userId());
                    moved.put(key, data.elsewhere());
                    joined.computeIfPresent(key, (same, stay) -> stay.by(data.elsewhere()));
                }
                default -> {
                    if (stored.endsSubject()) ended.add(subject);
                }
            }
        }

        Uni<Void> created(SqlConnection transaction) {
            return run(
                    transaction,
                    CREATE,
                    created.keySet().toArray(String[]::new),
                    created.values().stream().map(RoomCreated::family).toArray(String[]::new),
                    created.values().stream().map(RoomCreated::roomId).toArray(String[]::new),
                    created.values().stream().map(RoomCreated::info).toArray(String[]::new));
        }

        Uni<Void> left(SqlConnection transaction) {
            return run(transaction, LEAVE, subjects(left.stream()), (Object) users(left.stream()));
        }

        Uni<Void> moved(SqlConnection transaction) {
            return run(transaction, MOVE, subjects(moved.keySet().stream()), users(moved.keySet().stream()), (Object)
                    moved.values().toArray(String[]::new));
        }

        Uni<Void> joined(SqlConnection transaction) {
            return run(
                            transaction,
                            JOIN,
                            subjects(joined.keySet().stream()),
                            users(joined.keySet().stream()),
                            joined.values().stream().map(Stay::seq).toArray(Long[]::new),
                            joined.values().stream().map(Stay::userName).toArray(String[]::new),
                            joined.values().stream().map(Stay::userAvatar).toArray(String[]::new),
                            joined.values().stream().map(Stay::streamId).toArray(String[]::new))
                    .chain(() -> run(transaction, CREATORS, creators.keySet().toArray(String[]::new), (Object)
                            creators.values().toArray(String[]::new)));
        }

        Uni<Void> ended(SqlConnection transaction) {
            String[] attached = ended.stream()
                    .flatMap(subject ->
                            Stream.of("chat:", "audience:").map(kind -> subject.replaceFirst("^room:", kind)))
                    .sorted()
                    .toArray(String[]::new);
            return run(transaction, END_ATTACHED, attached)
                    .chain(() -> run(transaction, END, ended.toArray(String[]::new)));
        }

        private static String[] subjects(Stream<Key> keys) {
            return keys.map(Key::subject).toArray(String[]::new);
        }

        private static String[] users(Stream<Key> keys) {
            return keys.map(Key::userId).toArray(String[]::new);
        }

        private static Uni<Void> run(SqlConnection transaction, String sql, String[] keys, Object... columns) {
            if (keys.length == 0) return Uni.createFrom().voidItem();
            Tuple values = Tuple.tuple().addArrayOfString(keys);
            for (Object column : columns) values.addValue(column);
            return transaction.preparedQuery(sql).execute(values).replaceWithVoid();
        }
    }
}
