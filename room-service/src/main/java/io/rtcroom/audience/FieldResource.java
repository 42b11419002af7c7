package io.rtcroom.audience;

import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.credential.Caller;
import io.rtcroom.credential.Scope;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Map;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The custom fields of a live room, likes for example, which whoever is logged in may change. */
@Path("/v1/rooms/{uid}/fields")
@RolesAllowed({Scope.USER_ROLE, Scope.ROOMS_ROLE})
@Cancellable(false)
class FieldResource {
    private final Shows shows;
    private final CustomFields fields;
    private final Audiences audiences;
    private final SecurityIdentity caller;

    FieldResource(Shows shows, CustomFields fields, Audiences audiences, SecurityIdentity caller) {
        this.shows = shows;
        this.fields = fields;
        this.audiences = audiences;
        this.caller = caller;
    }

    @GET
    public Uni<FieldsView> get(@RestPath UUID uid) {
        return shows.require(uid).chain(audiences::of).map(audience -> new FieldsView(audience.fields()));
    }

    @POST
    @Path("/{name}")
    public Uni<FieldsView> change(@RestPath UUID uid, @RestPath String name, @Valid @NotNull ChangeRequest request) {
        String userId = caller.getPrincipal() instanceof Caller.User user ? user.id() : null;
        return fields.change(uid, userId, request.of(name)).map(FieldsView::new);
    }

    /**
     * @param operation {@code inc} and {@code dec} count by one, from 0; {@code set} puts a text there
     * @param value the text for {@code set}
     */
    record ChangeRequest(@NotNull @Pattern(regexp = "inc|dec|set") String operation, String value) {
        FieldChange of(String name) {
            return switch (operation) {
                case "inc" -> new FieldChange.Count(name, 1);
                case "dec" -> new FieldChange.Count(name, -1);
                default -> new FieldChange.Put(name, required());
            };
        }

        private String required() {
            if (value == null)
                throw ProblemException.ofField(ProblemType.INVALID_REQUEST, "value", "value must be given for set");
            return value;
        }
    }

    record FieldsView(Map<String, Object> fields) {}
}
