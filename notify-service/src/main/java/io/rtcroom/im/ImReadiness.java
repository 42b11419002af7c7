package io.rtcroom.im;

import io.rtcroom.im.ImLine.Place;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Waits for a group, but not for long: its asker has a client waiting. */
@Singleton
class ImReadiness {
    private static final Logger LOG = Logger.getLogger(ImReadiness.class);
    private static final Duration PATIENCE = Duration.ofMillis(850);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final ImProvider provider;
    private final ImGroups groups;
    private final ImLine line;
    private final ImWorker worker;

    ImReadiness(ImProvider provider, ImGroups groups, ImLine line, ImWorker worker) {
        this.provider = provider;
        this.groups = groups;
        this.line = line;
        this.worker = worker;
    }

    /** Notes that the room needs the group and says whether it exists by now. What is not done in time goes on. */
    Uni<Boolean> ensure(String groupId, String roomUid) {
        if (!provider.isRemote()) return Uni.createFrom().item(true);
        Uni<Boolean> ready = line.register(groupId, roomUid)
                .chain(place -> reach(groupId, place))
                .memoize()
                .indefinitely();
        return ready.ifNoItem().after(PATIENCE).recoverWithItem(false);
    }

    private Uni<Boolean> reach(String groupId, Place place) {
        if (place.ready()) return Uni.createFrom().item(true);
        if (place.lease() == null) return watch(groupId);
        return worker.step(place.lease())
                .invoke(more -> {
                    if (more) worker.serve(place.lease());
                })
                .onFailure()
                .invoke(e -> LOG.warnf("IM group waits: groupId=%s %s", groupId, e.toString()))
                .chain(() -> groups.isReady(groupId));
    }

    /** Somebody else is talking to the vendor about this group and will find the task. */
    private Uni<Boolean> watch(String groupId) {
        long looks = PATIENCE.dividedBy(LOOK);
        return Uni.createFrom()
                .deferred(() -> groups.isReady(groupId))
                .onItem()
                .delayIt()
                .by(LOOK)
                .repeat()
                .atMost(looks)
                .filter(ready -> ready)
                .select()
                .first()
                .toUni()
                .map(ready -> ready != null);
    }
}
