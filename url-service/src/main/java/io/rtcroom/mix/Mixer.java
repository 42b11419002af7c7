package io.rtcroom.mix;

import io.smallrye.mutiny.Uni;

/** Whoever mixes. */
sealed interface Mixer permits NoMixer, TencentMixer {
    /** Never fails: that it could not be done is an outcome. @param order the vendor's document (protocol.md §6.7) */
    Uni<MixOutcome> mix(String order);
}
