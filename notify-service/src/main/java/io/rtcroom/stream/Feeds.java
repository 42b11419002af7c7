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
import java.util.Set;

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
        FeedSource source = new FeedSource(events, followers, caller);
        return beginning(caller, subject, cursor)
                .chain(beginning -> Feed.serve(source, beginning, reader, streams, context));
    }

    private Uni<Beginning> beginning(Caller caller, String subject, String cursor) {
        return switch (caller) {
            case Caller.User user -> {
                if (subject != null)
                    throw new ProblemException(ProblemType.NOT_ALLOWED, "only an API key may name a subject");
                yield ofUser(user.id(), cursor == null ? null : Cursor.parse(cursor));
            }
            case Caller.ApiKey key -> ofSubject(requireSubject(subject), cursor);
            case Caller.Service service -> throw new ProblemException(ProblemType.NOT_ALLOWED, "services follow Kafka");
        };
    }

    private Uni<Beginning> ofUser(String userId, Cursor cursor) {
        if (cursor == null) return now(userId);
        return events.purgedPosition()
                .chain(purged -> cursor.read() >= purged
                        ? Uni.createFrom().item(Beginning.after(Position.ofUser(userId, cursor)))
                        : now(userId));
    }

    private Uni<Beginning> now(String userId) {
        return followers.now(userId, Subject.ofUser(userId)).map(now -> {
            Map<String, Long> seqs = new HashMap<>();
            now.snapshot().subjects().forEach(each -> seqs.put(each.subject(), each.seq()));
            Cursor cursor = new Cursor(seqs, Set.of(), now.watermark(), now.position());
            return new Beginning(Position.ofUser(userId, cursor), now.snapshot());
        });
    }

    private Uni<Beginning> ofSubject(String subject, String cursor) {
        if (cursor == null) return nowOf(subject);
        long after = cursor.matches(NUMBER)
                ? Long.parseLong(cursor)
                : Cursor.parse(cursor).seqs().getOrDefault(subject, 0L);
        return events.hasAllAfter(subject, after)
                .chain(all -> all
                        ? Uni.createFrom().item(Beginning.after(Position.ofSubject(subject, after)))
                        : nowOf(subject));
    }

    private Uni<Beginning> nowOf(String subject) {
        return followers.now(null, subject).map(now -> {
            long seq = now.snapshot().subjects().getFirst().seq();
            return new Beginning(Position.ofSubject(subject, seq), now.snapshot());
        });
    }

    private static String requireSubject(String subject) {
        if (subject != null && Subject.isValid(subject)) return subject;
        throw ProblemException.ofField(
                ProblemType.INVALID_REQUEST, "subject", "subject must name what to read, such as room:{uid}");
    }
}
