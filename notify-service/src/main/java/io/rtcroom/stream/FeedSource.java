package io.rtcroom.stream;

import io.rtcroom.credential.Caller;
import io.rtcroom.history.Events;
import io.rtcroom.history.Follow;
import io.rtcroom.history.Followers;
import io.rtcroom.history.Followers.Chunk;
import io.rtcroom.history.Span;
import io.rtcroom.history.StoredEvent;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Where a feed's events come from, and for whom. */
record FeedSource(Events events, Followers followers, Caller caller) {
    private static final int PAGE = 100;
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

    /** Null for an audit of one subject. */
    String userId() {
        return caller instanceof Caller.User user ? user.id() : null;
    }

    /**
     * What comes after the position.
     *
     * @param aboutToRead told of each subject before it is read: what is stored after that must be heard
     */
    Uni<Page> page(Position position, Consumer<String> aboutToRead) {
        return follows(position)
                .chain(found -> {
                    List<Span> spans = position.unread(found.follows());
                    spans.forEach(span -> aboutToRead.accept(span.subject()));
                    return events.read(spans, PAGE).map(read -> new Page(found, read));
                })
                .ifNoItem()
                .after(READ_TIMEOUT)
                .fail();
    }

    private Uni<Chunk> follows(Position position) {
        return userId() == null
                ? Uni.createFrom().item(new Chunk(List.of(), true))
                : followers.find(userId(), position.follows(), position.read());
    }

    /** What the store had: of the user's follows a chunk, and of what these allow to read the first events. */
    record Page(Chunk chunk, List<StoredEvent> events) {
        List<Follow> follows() {
            return chunk.follows();
        }

        /** Whether these events are all that the follows allow. */
        boolean endsChunk() {
            return events.size() < PAGE;
        }

        boolean isLast() {
            return endsChunk() && chunk.isLast();
        }
    }
}
