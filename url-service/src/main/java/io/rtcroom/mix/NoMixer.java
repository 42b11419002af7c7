package io.rtcroom.mix;

import io.smallrye.mutiny.Uni;
import java.time.Clock;

/** Nobody mixes here; viewers see the anchor alone, or play each stream. */
record NoMixer(Clock clock) implements Mixer {
    @Override
    public Uni<MixOutcome> mix(String order) {
        return Uni.createFrom().item(MixOutcome.notDone("this deployment mixes no streams", clock.instant()));
    }
}
