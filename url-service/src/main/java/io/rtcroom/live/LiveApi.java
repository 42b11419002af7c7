package io.rtcroom.live;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Set;

/** Whoever knows which streams are live. */
sealed interface LiveApi permits NoLiveApi, TencentLiveApi {
    /** Those that are surely being published now. Never fails: of what nobody knows nothing is said. */
    Uni<Set<String>> live(Collection<String> streamIds);
}
