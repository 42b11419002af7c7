package io.rtcroom.message;

import io.rtcroom.credential.CredentialConfig;
import io.rtcroom.message.Circle.Person;
import io.rtcroom.problem.Outage;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/** Who is in a chat: as the events told, else as room-service says. */
@Singleton
class Circles {
    private static final Logger LOG = Logger.getLogger(Circles.class);
    private static final String ROOM = "select family, room_id, creator from room where subject = $1";
    /** Until the end of the transaction the room's end waits, and so comes after the message. */
    private static final String ROOM_HELD = ROOM + " for key share";

    private static final String MEMBERS =
            "select user_id, user_name, user_avatar from member where subject = $1 order by seq";

    private final Pool pool;
    private final RoomService roomService;
    private final String internalKey;

    Circles(Pool pool, @RestClient RoomService roomService, CredentialConfig config) {
        this.pool = pool;
        internalKey = config.internal().key().orElse("");
        this.roomService = roomService;
    }

    /**
     * Those in the chat, the user among them. A join that has not reached us yet is asked for, once.
     *
     * @throws ProblemException {@code not-a-member}, {@code no-such-room}, or {@code unavailable} if nobody knows
     */
    Uni<Circle> require(Chat chat, String userId) {
        Uni<Circle> circle =
                chat.isRoom() ? ofRoom(chat, userId) : Uni.createFrom().item(Circle.of(chat));
        return circle.invoke(found -> found.require(userId));
    }

    /** Those in the room, as the events told or, where they have not yet, as room-service says. */
    Uni<Circle> ofRoom(Chat chat) {
        return find(chat).chain(found -> found != null ? Uni.createFrom().item(found) : ask(chat));
    }

    /**
     * The same, asked as well where the events have not told that this user is in it. Between the two reads of a room the
     * news of its first member may arrive: then it has a member and no creator yet.
     */
    Uni<Circle> ofRoom(Chat chat, String userId) {
        return find(chat)
                .chain(found -> found != null && found.creator() != null && found.has(userId)
                        ? Uni.createFrom().item(found)
                        : ask(chat));
    }

    private Uni<Circle> ask(Chat chat) {
        return roomService
                .get(internalKey, chat.roomUid())
                .map(RoomService.RoomView::circle)
                .onFailure()
                .transform(e -> {
                    if (e instanceof WebApplicationException answer
                            && answer.getResponse().getStatus() == 404)
                        return new ProblemException(ProblemType.NO_SUCH_ROOM, "room %s does not exist", chat.roomUid());
                    LOG.warnf(
                            "membership unknown, message refused: roomId=%s outage=%s",
                            chat.roomUid(), Outage.isOutage(e));
                    return new ProblemException(ProblemType.UNAVAILABLE, "whether the sender is a member is not known");
                });
    }

    /** As the events told, or null if they told of no such room. */
    Uni<Circle> find(Chat chat) {
        return find(pool, ROOM, chat);
    }

    /** As the events told, or null if they told of no such room; if they did, it does not end meanwhile. */
    Uni<Circle> hold(SqlConnection transaction, Chat chat) {
        return find(transaction, ROOM_HELD, chat);
    }

    private static Uni<Circle> find(SqlClient client, String room, Chat chat) {
        Tuple subject = Tuple.of(chat.roomSubject());
        return client.preparedQuery(room).execute(subject).chain(rooms -> {
            if (rooms.size() == 0) return Uni.createFrom().nullItem();
            Row found = rooms.iterator().next();
            return client.preparedQuery(MEMBERS).execute(subject).map(rows -> {
                List<Person> people = new ArrayList<>(rows.size());
                rows.forEach(row -> people.add(new Person(
                        row.getString("user_id"), row.getString("user_name"), row.getString("user_avatar"))));
                return new Circle(
                        found.getString("family"), found.getString("room_id"), found.getString("creator"), people);
            });
        });
    }
}
