package io.rtcroom.stream;

import io.rtcroom.history.StoredEvent;
import io.smallrye.mutiny.subscription.UniEmitter;

/**
 * Who sees a feed's events: a stream's connection or a waiting poll. Called on the feed's context only.
 *
 * @param <T> the answer of the request behind it
 */
interface Reader<T> {
    /** The request is good and the store answers. The emitter is to complete when the request is over. */
    void begin(Feed feed, Beginning beginning, UniEmitter<? super T> emitter);

    /** @return whether it takes another; if not, it calls {@link Feed#resume} when it does again, if ever */
    boolean show(StoredEvent stored, Position position);

    /** All there is has been shown. */
    void caughtUp();

    /** About once a second. @return whether it is still worth feeding */
    boolean tick();

    /** Nothing more comes. */
    void end();
}
