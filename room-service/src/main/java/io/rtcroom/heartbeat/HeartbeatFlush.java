package io.rtcroom.heartbeat;

import io.micrometer.core.instrument.MeterRegistry;
import io.rtcroom.loop.Recurring;
import io.rtcroom.member.Leases;
import io.rtcroom.member.Session;
import io.rtcroom.room.RoomConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Writes heartbeats, at most a second after they fell due. An empty flush still says that somebody is listening. */
@Singleton
class HeartbeatFlush implements Recurring {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final int BATCH = 5_000;

    private final Heartbeats heartbeats;
    private final Leases leases;
    private final RoomConfig config;

    HeartbeatFlush(Heartbeats heartbeats, Leases leases, RoomConfig config, MeterRegistry metrics) {
        this.heartbeats = heartbeats;
        this.leases = leases;
        this.config = config;
        metrics.gauge("rtcroom.heartbeat.sessions", heartbeats, Heartbeats::size);
    }

    @Override
    public String name() {
        return "heartbeat flush";
    }

    @Override
    public String ageMetric() {
        return "rtcroom.heartbeat.flush.age.seconds";
    }

    @Override
    public Uni<Duration> run() {
        return leases.touch()
                .chain(() -> Multi.createFrom()
                        .iterable(heartbeats.due(config.flushAfter()))
                        .group()
                        .intoLists()
                        .of(BATCH)
                        .onItem()
                        .transformToUniAndConcatenate(this::write)
                        .collect()
                        .last())
                .invoke(() -> heartbeats.forgetSilent(config.heartbeatTimeout().multipliedBy(2)))
                .replaceWith(PERIOD);
    }

    private Uni<Void> write(List<Pulse> pulses) {
        long now = System.nanoTime();
        List<Long> beats = new ArrayList<>(pulses.size());
        List<Leases.Beat> ages = new ArrayList<>(pulses.size());
        for (Pulse pulse : pulses) {
            beats.add(pulse.beatAt());
            ages.add(new Leases.Beat(pulse.session(), pulse.age(now)));
        }
        return leases.renew(ages)
                .invoke(unwritten -> settle(pulses, beats, unwritten))
                .chain(() -> learnVersions(pulses));
    }

    /** So that the answer to a beat can say what its sender has missed, without a query of its own. */
    private Uni<Void> learnVersions(List<Pulse> pulses) {
        UUID[] rooms = pulses.stream()
                .map(pulse -> pulse.session().roomUid())
                .distinct()
                .toArray(UUID[]::new);
        return leases.roomVersions(rooms)
                .invoke(versions -> pulses.forEach(pulse -> {
                    Long version = versions.get(pulse.session().roomUid());
                    if (version != null) pulse.roomHas(version);
                }))
                .replaceWithVoid();
    }

    private void settle(List<Pulse> pulses, List<Long> beats, Leases.Unwritten unwritten) {
        Set<Session> busy = new HashSet<>(unwritten.busy());
        unwritten.gone().forEach(heartbeats::forget);
        for (int i = 0; i < pulses.size(); i++)
            if (!busy.contains(pulses.get(i).session())) pulses.get(i).wrote(beats.get(i));
    }
}
