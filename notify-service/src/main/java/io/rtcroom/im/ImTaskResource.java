package io.rtcroom.im;

import io.rtcroom.credential.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.Cancellable;

/** For operators: what the vendor could not be told in time is told after all. */
@Path("/internal/im-tasks")
@RolesAllowed(Scope.INTERNAL_ROLE)
@Cancellable(false)
class ImTaskResource {
    private static final Logger LOG = Logger.getLogger(ImTaskResource.class);

    private final ImTasks tasks;
    private final ImWorker worker;

    ImTaskResource(ImTasks tasks, ImWorker worker) {
        this.tasks = tasks;
        this.worker = worker;
    }

    @POST
    @Path("/replay")
    @Operation(hidden = true)
    public Uni<ReplayView> replay() {
        return tasks.replay().map(ReplayView::new).invoke(replayed -> {
            LOG.infof("IM tasks are tried again: count=%d", replayed.count);
            worker.wake();
        });
    }

    /** @param count tasks that had been given up */
    record ReplayView(int count) {}
}
