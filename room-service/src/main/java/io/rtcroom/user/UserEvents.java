package io.rtcroom.user;

import io.rtcroom.database.Rows;
import io.rtcroom.event.Event;
import io.rtcroom.event.EventData;
import io.rtcroom.event.Topics;
import io.rtcroom.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Tells users, inside a transaction that someone else has opened. */
@Singleton
public class UserEvents {
    /** In the order of their ids: transactions that tell the same people never wait for each other in a circle. */
    private static final Rows.Statement<Map.Entry<String, List<EventData>>> NUMBER = new Rows<
                    Map.Entry<String, List<EventData>>>()
            .text("user_id", Map.Entry::getKey)
            .bigint("told", told -> (long) told.getValue().size())
            .in(
                    """
                            insert into user_subject as s (user_id, version)
                            select user_id, told from {rows} order by user_id
                            on conflict (user_id) do update set version = s.version + excluded.version
                            returning user_id, version
                            """);

    private final Outbox outbox;

    UserEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    /** One event about to be told. */
    public record News(String userId, EventData data) {}

    /**
     * Appends these events, and the news, each person's in its order. It belongs at the end of the transaction: the numbers
     * stay locked.
     */
    public Uni<Void> append(SqlConnection connection, List<Event> others, Instant at, List<News> news) {
        if (news.isEmpty()) return outbox.append(connection, Topics.ROOM_EVENTS, others);
        Map<String, List<EventData>> byUser = new TreeMap<>();
        news.forEach(one ->
                byUser.computeIfAbsent(one.userId, id -> new ArrayList<>()).add(one.data));
        return NUMBER.execute(connection, byUser.entrySet()).chain(rows -> {
            List<Event> events = new ArrayList<>(others);
            for (Row row : rows) {
                String userId = row.getString(0);
                events.addAll(numbered(userId, row.getLong(1), at, byUser.get(userId)));
            }
            return outbox.append(connection, Topics.ROOM_EVENTS, events);
        });
    }

    private static List<Event> numbered(String userId, long last, Instant at, List<EventData> told) {
        List<Event> events = new ArrayList<>(told.size());
        for (EventData data : told)
            events.add(
                    new Event(UUID.randomUUID(), "user:" + userId, last - told.size() + events.size() + 1, at, data));
        return events;
    }
}
