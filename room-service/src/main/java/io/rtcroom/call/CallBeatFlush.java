package io.rtcroom.call;

import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.loop.Recurring;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Writes the beats of calls, at most a second after they fell due. */
@Singleton
class CallBeatFlush implements Recurring {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Database database;
    private final CallBeats beats;

    CallBeatFlush(@Background Database database, CallBeats beats) {
        this.database = database;
        this.beats = beats;
    }

    @Override
    public String name() {
        return "call beats";
    }

    @Override
    public String ageMetric() {
        return "rtcroom.calls.beats.age.seconds";
    }

    @Override
    public Uni<Duration> run() {
        return beats.flush(database).replaceWith(PERIOD);
    }
}
