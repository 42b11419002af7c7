package io.rtcroom.stream;

import io.rtcroom.history.StoredEvent;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.StringJoiner;

/** A request that is answered as soon as there is something, or when it has waited long enough. */
final class PollReader implements Reader<EventsView> {
    private final int limit;
    private final Duration patience;
    private final StringJoiner items = new StringJoiner(",", "[", "]");
    private int count;
    private Beginning beginning;
    private UniEmitter<? super EventsView> answer;

    /** @param patience how long an empty answer may wait for something */
    PollReader(int limit, Duration patience) {
        this.limit = limit;
        this.patience = patience;
    }

    @Override
    public void begin(Feed feed, Beginning beginning, UniEmitter<? super EventsView> emitter) {
        this.beginning = beginning;
        answer = emitter;
        if (!patience.isZero()) feed.endAfter(patience);
    }

    @Override
    public boolean show(StoredEvent stored, Position position) {
        items.add(stored.payload());
        if (++count < limit) return true;
        end();
        return false;
    }

    @Override
    public void caughtUp() {
        if (count > 0 || patience.isZero()) end();
    }

    @Override
    public boolean tick() {
        return true;
    }

    /** The first answer counts; an emitter ignores what comes after. */
    @Override
    public void end() {
        if (answer != null)
            answer.complete(new EventsView(
                    items.toString(),
                    beginning.position().cursor().text(),
                    beginning.recovered(),
                    beginning.snapshot()));
    }
}
