package io.rtcroom.stream;

import io.rtcroom.credential.Caller;
import io.rtcroom.history.Events;
import io.rtcroom.history.Followers;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/** Decides what a caller may read and where they begin. */
@Singleton
class Feeds {
    private static final String NUMBER = "[0-9]{1,18}";

    private final Events events;
    private final Followers followers;
    private final Streams streams;

    Feeds(Events events, Followers followers, Streams streams) {
        this.events = events;
        this.followers = followers;
        this.streams = streams;
    }

    /** Feeds the reader with what the caller follows, from the cursor or, without one, from this moment. */
    <T> Uni<T> serve(Caller caller, String subject, String cursor, Reader<T> reader) {
        // The plain context of the connection's event loop: the request's own would keep all of the request alive.
        Context context = VertxContext.getRootContext(Vertx.currentContext());
        Feed.Source source = new Feed.Source(events, followers, caller);
        return position(caller, subject, cursor)
                .chain(position -> Feed.serve(source, position, reader, streams, context));
    }

    private Uni<Position> position(Caller caller, String subject, String cursor) {
        return switch (caller) {
            case Caller.User user -> {
                if (subject != null)
                    throw new ProblemException(ProblemType.NOT_ALLOWED, "only an API key may name a subject");
                yield ofUser(user.id(), cursor);
            }
            case Caller.ApiKey key -> ofSubject(requireSubject(subject), cursor);
            case Caller.Service service -> throw new ProblemException(ProblemType.NOT_ALLOWED, "services follow Kafka");
        };
    }

    private Uni<Position> ofUser(String userId, String cursor) {
        if (cursor != null) return Uni.createFrom().item(Position.ofUser(userId, Cursor.parse(cursor)));
        return followers.now(userId, Subject.ofUser(userId)).map(now -> {
            Map<String, Long> seqs = new HashMap<>();
            now.subjects().forEach(last -> seqs.put(last.subject(), last.seq()));
            return Position.ofUser(userId, new Cursor(seqs, now.watermark()));
        });
    }

    private Uni<Position> ofSubject(String subject, String cursor) {
        if (cursor == null) return events.lastSeq(subject).map(seq -> Position.ofSubject(subject, seq));
        long after = cursor.matches(NUMBER)
                ? Long.parseLong(cursor)
                : Cursor.parse(cursor).seqs().getOrDefault(subject, 0L);
        return Uni.createFrom().item(Position.ofSubject(subject, after));
    }

    private static String requireSubject(String subject) {
        if (subject != null && Subject.isValid(subject)) return subject;
        throw ProblemException.ofField(
                ProblemType.INVALID_REQUEST, "subject", "subject must name what to read, such as room:{uid}");
    }
}
