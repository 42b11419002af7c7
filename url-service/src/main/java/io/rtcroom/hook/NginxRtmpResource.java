package io.rtcroom.hook;

import io.rtcroom.media.Client;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.sign.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;

/**
 * The notifications of nginx-rtmp: a form whose end is the client's own query as it came. Any status but 2xx refuses a
 * client; in answer to an update it disconnects one.
 */
@Path("/hooks/nginx-rtmp/{secret}/{server}")
@PermitAll
@Cancellable(false)
class NginxRtmpResource {
    private final HookSecret secrets;
    private final Gate gate;
    private final Files files;

    NginxRtmpResource(HookSecret secrets, Gate gate, Files files) {
        this.secrets = secrets;
        this.gate = gate;
        this.files = files;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(hidden = true)
    public Uni<Void> on(@RestPath String secret, @RestPath String server, String body) {
        secrets.require(secret);
        Map<String, String> call = Query.parse(body);
        return switch (call.getOrDefault("call", "")) {
            case "publish" -> gate.enter(visit(server, Role.PUBLISH, call));
            case "play" -> gate.enter(visit(server, Role.PLAY, call));
            case "update_publish" -> gate.stay(visit(server, Role.PUBLISH, call));
            case "update_play" -> gate.stay(visit(server, Role.PLAY, call));
            case "publish_done" -> gate.leave(visit(server, Role.PUBLISH, call).client());
            case "play_done" -> gate.leave(visit(server, Role.PLAY, call).client());
            case "record_done" ->
                files.complete(visit(server, Role.PUBLISH, call).client(), Field.required(call, "path"));
            default ->
                throw ProblemException.ofField(
                        ProblemType.INVALID_REQUEST, "call", "call is none of those this hook is for");
        };
    }

    private static Visit visit(String server, Role role, Map<String, String> call) {
        var client = new Client(
                server, Field.required(call, "clientid"), "", role, call.get("app"), Field.required(call, "name"));
        return new Visit(client, call.getOrDefault("addr", ""), call);
    }
}
