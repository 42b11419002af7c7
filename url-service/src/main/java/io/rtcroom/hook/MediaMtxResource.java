package io.rtcroom.hook;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.rtcroom.media.Client;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.sign.Role;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;

/**
 * MediaMTX asks by {@code authHTTPAddress} and tells by the commands {@code runOnReady} and {@code runOnNotReady}, which
 * post what it gives them: {@code MTX_PATH}, {@code MTX_QUERY}, {@code MTX_SOURCE_TYPE} and {@code MTX_SOURCE_ID}.
 */
@Path("/hooks/mediamtx/{secret}/{server}")
@PermitAll
@Cancellable(false)
class MediaMtxResource {
    private final HookSecret secrets;
    private final Gate gate;

    MediaMtxResource(HookSecret secrets, Gate gate) {
        this.secrets = secrets;
        this.gate = gate;
    }

    @POST
    @Path("/auth")
    @NonBlocking
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public void authorize(@RestPath String secret, @RestPath String server, @NotNull Question question) {
        secrets.require(secret);
        gate.admit(question.visit(server));
    }

    @POST
    @Path("/ready")
    @Consumes(MediaType.WILDCARD)
    @Operation(hidden = true)
    public Uni<Void> ready(@RestPath String secret, @RestPath String server, String body) {
        secrets.require(secret);
        return gate.published(source(server, Query.parse(body)));
    }

    @POST
    @Path("/not-ready")
    @Consumes(MediaType.WILDCARD)
    @Operation(hidden = true)
    public Uni<Void> notReady(@RestPath String secret, @RestPath String server, String body) {
        secrets.require(secret);
        return gate.leave(source(server, Query.parse(body)));
    }

    private static Client source(String server, Map<String, String> fields) {
        MediaPath path = MediaPath.of(Field.required(fields, "path"));
        return new Client(
                server,
                Field.required(fields, "source_id"),
                fields.getOrDefault("source_type", ""),
                Role.PUBLISH,
                path.app,
                path.streamId);
    }

    /** A path of MediaMTX is application and stream in one. */
    private record MediaPath(String app, String streamId) {
        static MediaPath of(String text) {
            int border = text.lastIndexOf('/');
            return new MediaPath(border < 0 ? "" : text.substring(0, border), text.substring(border + 1));
        }
    }

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Question(String ip, String action, String path, String protocol, String id, String query) {
        Visit visit(String server) {
            MediaPath media = MediaPath.of(Field.required(path, "path"));
            var client = new Client(
                    server,
                    Field.required(id, "id"),
                    protocol == null ? "" : protocol,
                    role(),
                    media.app,
                    media.streamId);
            return new Visit(client, ip == null ? "" : ip, Query.parse(query));
        }

        /** Its API and its metrics are not ours to open. */
        private Role role() {
            return switch (Field.required(action, "action")) {
                case "publish" -> Role.PUBLISH;
                case "read" -> Role.PLAY;
                default -> throw new ProblemException(ProblemType.NOT_ALLOWED, "only publish and read are asked here");
            };
        }

        /** Without the query: it holds the signature. */
        @Override
        public String toString() {
            return action + " " + path;
        }
    }
}
