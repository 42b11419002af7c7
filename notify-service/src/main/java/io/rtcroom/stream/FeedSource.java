package io.rtcroom.stream;

import io.rtcroom.credential.Caller;
import io.rtcroom.history.Events;
import io.rtcroom.history.Follow;
import io.rtcroom.history.Followers;
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
                    List<Span> spans = position.unread(found);
                    spans.forEach(span -> aboutToRead.accept(span.subject()));
                    return events.read(spans, PAGE).map(read -> new Page(found, read));
                })
                .ifNoItem()
                .after(READ_TIMEOUT)
                .fail();
    }

    private Uni<List<Follow>> follows(Position position) {
        return userId() == null
                ? Uni.createFrom().item(List.of())
                : followers.find(userId(), position.follows(), position.read());
    }

    /** What the store had. */
    record Page(List<Follow> follows, List<StoredEvent> events) {
        boolean isLast() {
            return events.size() < PAGE;
        }
    }
}
