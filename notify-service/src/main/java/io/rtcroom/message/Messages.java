package io.rtcroom.message;

import io.rtcroom.event.EventData.MessageRecalled;
import io.rtcroom.event.EventData.MessageSent;
import io.rtcroom.history.Events;
import io.rtcroom.history.StoredEvent;
import io.rtcroom.problem.Outage;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;

/** The messages of all chats. */
@Singleton
public class Messages {
    private static final int TRIES = 3;
    private static final String BY_CLIENT_ID = "select chat, seq from message where sender = $1 and client_msg_id = $2";
    private static final String INSERT =
            "insert into message (chat, seq, sender, client_msg_id) values ($1, $2, $3, $4)";
    private static final String RECALL =
            """
            update message set recalled_at = clock_timestamp()
            where chat = $1 and seq = $2 and recalled_at is null
            returning sender, sent_at < clock_timestamp() - $3 * interval '1 millisecond' as too_late""";

    private final Pool pool;
    private final Circles circles;
    private final BeforeSend beforeSend;
    private final Rates rates;
    private final Mutes mutes;
    private final Journal journal;
    private final Events events;
    private final MessageConfig config;

    Messages(
            Pool pool,
            Circles circles,
            BeforeSend beforeSend,
            Rates rates,
            Mutes mutes,
            Journal journal,
            Events events,
            MessageConfig config) {
        this.pool = pool;
        this.circles = circles;
        this.beforeSend = beforeSend;
        this.rates = rates;
        this.mutes = mutes;
        this.journal = journal;
        this.events = events;
        this.config = config;
    }

    /** @param fresh false if the sender's id was used before: then it is the message of that time */
    public record Sent(StoredEvent event, boolean fresh) {}

    /** What somebody wants to send. */
    public record Draft(Chat chat, String from, String text, String clientMsgId, Origin origin) {}

    /** @throws ProblemException {@code value-too-long}, {@code message-refused} or {@code muted}: it would not be sent */
    public Uni<Void> check(Draft draft) {
        return fitting(draft)
                .chain(() -> draft.text.isBlank()
                        ? Uni.createFrom().voidItem()
                        : beforeSend.check(draft.chat, draft.from, draft.text))
                .chain(() -> pool.withConnection(connection -> mutes.requireNone(connection, draft)));
    }

    private Uni<Draft> fitting(Draft draft) {
        return Uni.createFrom().item(draft).invoke(sent -> Limits.text("text", sent.text, config.maxBytes()));
    }

    /** The remote questions come first; the transaction asks nobody. */
    public Uni<Sent> send(Draft draft) {
        return fitting(draft)
                .chain(() -> circles.require(draft.chat, draft.from))
                .call(() -> beforeSend.check(draft.chat, draft.from, draft.text))
                .chain(circle -> pool.withTransaction(transaction -> send(transaction, draft, circle))
                        .onFailure(Outage::isLostRace)
                        .retry()
                        .atMost(TRIES))
                .invoke(journal::appended);
    }

    private Uni<Sent> send(SqlConnection transaction, Draft draft, Circle known) {
        return rates.take(transaction, draft.from, draft.chat)
                .chain(() -> sentBefore(transaction, draft))
                .chain(before -> before != null
                        ? Uni.createFrom().item(new Sent(before, false))
                        : write(transaction, draft, known).map(event -> new Sent(event, true)));
    }

    /** Parallel repetitions meet at the sender's rate, so the second one finds the first. */
    private Uni<StoredEvent> sentBefore(SqlConnection transaction, Draft draft) {
        return transaction
                .preparedQuery(BY_CLIENT_ID)
                .execute(Tuple.of(draft.from, draft.clientMsgId))
                .chain(rows -> {
                    if (rows.size() == 0) return Uni.createFrom().nullItem();
                    Row row = rows.iterator().next();
                    if (!row.getString("chat").equals(draft.chat.subject()))
                        throw ProblemException.ofField(
                                ProblemType.IDEMPOTENCY_KEY_REUSED,
                                "clientMsgId",
                                "clientMsgId was used in another chat");
                    return events.find(transaction, row.getString("chat"), row.getLong("seq"));
                });
    }

    private Uni<StoredEvent> write(SqlConnection transaction, Draft draft, Circle known) {
        return journal.next(transaction, draft.chat).chain(turn -> mutes.requireNone(transaction, draft)
                .chain(() -> circle(transaction, draft, known))
                .call(() -> transaction
                        .preparedQuery(INSERT)
                        .execute(Tuple.of(draft.chat.subject(), turn.seq(), draft.from, draft.clientMsgId)))
                .chain(circle -> journal.append(transaction, turn, message(draft, circle), draft.origin)));
    }

    /** Under the chat's lock, as the events tell by now; a sender they do not know yet was asked for a moment ago. */
    private Uni<Circle> circle(SqlConnection transaction, Draft draft, Circle known) {
        if (!draft.chat.isRoom()) return Uni.createFrom().item(known);
        return circles.hold(transaction, draft.chat)
                .map(found -> found != null && found.has(draft.from) ? found : known);
    }

    private static MessageSent message(Draft draft, Circle circle) {
        Circle.Person sender = circle.require(draft.from);
        return new MessageSent(
                circle.family(),
                circle.roomId(),
                draft.from,
                sender.name(),
                sender.avatar(),
                circle.userIds(),
                draft.text,
                draft.clientMsgId);
    }

    /**
     * Takes a message back: its text is gone from the store, and its readers are told.
     *
     * @param userId null for a back end, which may recall any
     */
    Uni<Void> recall(Chat chat, long seq, String userId) {
        Uni<Circle> circle = userId == null || !chat.isRoom() ? circles.find(chat) : circles.require(chat, userId);
        return circle.chain(found -> pool.withTransaction(transaction ->
                        journal.next(transaction, chat).chain(turn -> recall(transaction, turn, seq, userId, found)))
                .onFailure(Outage::isLostRace)
                .retry()
                .atMost(TRIES)
                .invoke(journal::appended));
    }

    private Uni<Void> recall(SqlConnection transaction, Journal.Turn turn, long seq, String userId, Circle circle) {
        String chat = turn.chat().subject();
        return transaction
                .preparedQuery(RECALL)
                .execute(Tuple.of(chat, seq, config.recallWithin().toMillis()))
                .invoke(rows -> {
                    if (rows.size() == 0) throw new ProblemException(ProblemType.NOT_FOUND, "no message %d", seq);
                    Row row = rows.iterator().next();
                    boolean inCharge = userId == null || circle != null && userId.equals(circle.creator());
                    if (!inCharge && !row.getString("sender").equals(userId))
                        throw new ProblemException(ProblemType.NOT_ALLOWED, "message %d is another's", seq);
                    if (!inCharge && row.getBoolean("too_late"))
                        throw new ProblemException(
                                ProblemType.TOO_LATE, "message %d is older than %s", seq, config.recallWithin());
                })
                .chain(() -> events.find(transaction, chat, seq))
                .chain(stored -> withdraw(transaction, turn, stored, userId));
    }

    private Uni<Void> withdraw(SqlConnection transaction, Journal.Turn turn, StoredEvent stored, String userId) {
        if (stored == null || !(stored.event().data() instanceof MessageSent sent))
            throw new ProblemException(ProblemType.NOT_FOUND, "the message is no longer kept");
        MessageRecalled recalled =
                new MessageRecalled(sent.family(), sent.roomId(), stored.seq(), userId, List.copyOf(sent.readers()));
        return events.replace(transaction, stored, sent.withoutText())
                .chain(() -> journal.append(transaction, turn, recalled))
                .replaceWithVoid();
    }
}
