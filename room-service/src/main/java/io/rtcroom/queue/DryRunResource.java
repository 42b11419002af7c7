package io.rtcroom.queue;

import io.rtcroom.agent.Skills;
import io.rtcroom.credential.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Map;
import org.jboss.resteasy.reactive.RestPath;

/** Who would get a call now; nothing is done. */
@Path("/v1/queues/{queue}/dry-run")
@RolesAllowed(Scope.ROOMS_ROLE)
class DryRunResource {
    private final Explanations explanations;

    DryRunResource(Explanations explanations) {
        this.explanations = explanations;
    }

    @POST
    public Uni<Explanations.DryRun> ask(@RestPath String queue, DryRunRequest request) {
        return explanations.dryRun(queue, request == null ? Skills.NONE : Skills.given(request.skills));
    }

    record DryRunRequest(Map<String, Integer> skills) {}
}
