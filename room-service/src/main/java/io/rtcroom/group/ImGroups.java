package io.rtcroom.group;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/**
 * Asks for a room's IM group after the commit and before the answer, because an old client joins it milliseconds later
 * (protocol.md §7.3). It waits a second at most and never fails: the room's own event does the same again.
 */
@Singleton
public class ImGroups {
    private static final Logger LOG = Logger.getLogger(ImGroups.class);
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final NotifyService notifyService;
    private final AtomicBoolean answering = new AtomicBoolean(true);

    ImGroups(@RestClient NotifyService notifyService) {
        this.notifyService = notifyService;
    }

    public Uni<Void> ensure(String groupId, UUID roomUid) {
        return notifyService
                .ensure(groupId, new NotifyService.EnsureRequest(roomUid))
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .invoke(() -> answering.set(true))
                .onFailure()
                .invoke(this::warn)
                .onFailure()
                .recoverWithNull();
    }

    /** One line per outage, not one per room. */
    private void warn(Throwable failure) {
        if (answering.getAndSet(false)) LOG.warnf("notify-service confirms no im groups: %s", failure.toString());
    }
}
