package io.rtcroom.hook;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.rtcroom.media.Client;
import io.rtcroom.sign.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The callbacks of SRS, which wants status 200 and code 0. */
@Path("/hooks/srs/{secret}/{server}")
@PermitAll
@Cancellable(false)
class SrsResource {
    private final HookSecret secrets;
    private final Gate gate;
    private final Files files;

    SrsResource(HookSecret secrets, Gate gate, Files files) {
        this.secrets = secrets;
        this.gate = gate;
        this.files = files;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Uni<Accepted> on(@RestPath String secret, @RestPath String server, @NotNull Call call) {
        secrets.require(secret);
        return of(server, call).replaceWith(new Accepted(0));
    }

    private Uni<Void> of(String server, Call call) {
        return switch (Field.required(call.action, "action")) {
            case "on_publish" -> gate.enter(call.visit(server, Role.PUBLISH));
            case "on_play" -> gate.enter(call.visit(server, Role.PLAY));
            case "on_unpublish" -> gate.leave(call.visit(server, Role.PUBLISH).client());
            case "on_stop" -> gate.leave(call.visit(server, Role.PLAY).client());
            case "on_dvr" ->
                files.complete(call.visit(server, Role.PUBLISH).client(), Field.required(call.file, "file"));
            // It tells of connections and fragments too, which decide nothing.
            default -> Uni.createFrom().voidItem();
        };
    }

    /**
     * @param param the query of the address, with its question mark
     * @param file what was recorded, in a call that says so
     */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Call(
            String action,
            @JsonProperty("client_id") String clientId,
            String ip,
            String app,
            String stream,
            String param,
            String file) {
        Visit visit(String server, Role role) {
            var client = new Client(
                    server, Field.required(clientId, "client_id"), "", role, app, Field.required(stream, "stream"));
            return new Visit(client, ip == null ? "" : ip, Query.parse(param));
        }

        /** Without the query: it holds the signature. */
        @Override
        public String toString() {
            return action + " " + clientId;
        }
    }

    @RegisterForReflection
    record Accepted(int code) {}
}
