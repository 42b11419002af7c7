package io.rtcroom.message;

import io.rtcroom.event.EventData;
import io.rtcroom.event.EventData.MemberMuted;
import io.rtcroom.event.EventData.MemberUnmuted;
import io.rtcroom.history.StoredEvent;
import io.rtcroom.problem.Outage;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** Who may not write in a room for a while. The room's creator decides, and back ends. */
@Singleton
class Mutes {
    private static final int TRIES = 3;
    private static final String OF_SENDER =
            "select 1 from mute where chat = $1 and user_id = $2 and until > clock_timestamp()";
    private static final String MUTE =
            """
            insert into mute (chat, user_id, until) values ($1, $2, $3)
            on conflict (chat, user_id) do update set until = excluded.until""";

    private final Pool pool;
    private final Circles circles;
    private final Journal journal;

    Mutes(Pool pool, Circles circles, Journal journal) {
        this.pool = pool;
        this.circles = circles;
        this.journal = journal;
    }

    /** @throws ProblemException {@code muted} */
    Uni<Void> requireNone(SqlConnection transaction, Messages.Draft draft) {
        return transaction
                .preparedQuery(OF_SENDER)
                .execute(Tuple.of(draft.chat().subject(), draft.from()))
                .invoke(rows -> {
                    if (rows.size() > 0)
                        throw new ProblemException(ProblemType.MUTED, "%s is muted in this chat", draft.from());
                })
                .replaceWithVoid();
    }

    /** @param by null for a back end */
    Uni<Void> mute(Chat chat, String userId, Duration time, String by) {
        return change(chat, by, (transaction, turn, circle) -> {
            Instant until = turn.time().plus(time);
            return transaction
                    .preparedQuery(MUTE)
                    .execute(Tuple.of(chat.subject(), userId, until.atOffset(ZoneOffset.UTC)))
                    .replaceWith(
                            new MemberMuted(circle.family(), circle.roomId(), userId, until, by, circle.userIds()));
        });
    }

    /** @param by null for a back end */
    Uni<Void> unmute(Chat chat, String userId, String by) {
        return change(chat, by, (transaction, turn, circle) -> transaction
                .preparedQuery("delete from mute where chat = $1 and user_id = $2")
                .execute(Tuple.of(chat.subject(), userId))
                .replaceWith(new MemberUnmuted(circle.family(), circle.roomId(), userId, by, circle.userIds())));
    }

    private Uni<Void> change(Chat chat, String by, Change change) {
        if (!chat.isRoom()) throw new ProblemException(ProblemType.NOT_ALLOWED, "only in a room can somebody be muted");
        // A creator who mutes at once is ahead of the event that says who created the room.
        Uni<Circle> room = by == null ? circles.ofRoom(chat) : circles.ofRoom(chat, by);
        return room.invoke(known -> requireInCharge(known, by))
                .chain(known -> pool.withTransaction(transaction -> change(transaction, chat, known, change))
                        .onFailure(Outage::isLostRace)
                        .retry()
                        .atMost(TRIES))
                .invoke(journal::appended)
                .replaceWithVoid();
    }

    private Uni<StoredEvent> change(SqlConnection transaction, Chat chat, Circle known, Change change) {
        return journal.next(transaction, chat).chain(turn -> circles.hold(transaction, chat)
                .map(found -> isAhead(known, found) ? known : found)
                .chain(circle -> change.apply(transaction, turn, circle))
                .chain(data -> journal.append(transaction, turn, data)));
    }

    /** What room-service said is newer than what the events have told. */
    private static boolean isAhead(Circle known, Circle found) {
        return found == null || known.creator() != null && found.creator() == null;
    }

    private static void requireInCharge(Circle circle, String by) {
        if (by != null && !by.equals(circle.creator()))
            throw new ProblemException(ProblemType.NOT_ALLOWED, "only the room's creator may mute");
    }

    @FunctionalInterface
    private interface Change {
        Uni<? extends EventData> apply(SqlConnection transaction, Journal.Turn turn, Circle circle);
    }
}
