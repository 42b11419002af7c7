package io.rtcroom.token;

import io.quarkus.security.identity.SecurityIdentity;
import io.rtcroom.credential.Caller;
import io.rtcroom.credential.Scope;
import io.rtcroom.login.UserSigs;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Set;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Issuing and ending tokens. */
@Path("/v1")
@Cancellable(false)
class TokenResource {
    private static final String USER_ID = "[A-Za-z0-9_-]{1,32}";

    private final Tokens tokens;
    private final UserSigs userSigs;
    private final SecurityIdentity caller;

    TokenResource(Tokens tokens, UserSigs userSigs, SecurityIdentity caller) {
        this.tokens = tokens;
        this.userSigs = userSigs;
        this.caller = caller;
    }

    /** A back end vouches for its user. */
    @POST
    @Path("/tokens")
    @ResponseStatus(201)
    @RolesAllowed(Scope.TOKENS_ROLE)
    public Uni<IssuedToken> issue(@Valid @NotNull IssueRequest request) {
        return tokens.issue(request.userId, request.roles == null ? Set.of() : request.roles);
    }

    /** A user proves who they are with a UserSig (protocol.md §6.4, §6.5). */
    @POST
    @Path("/tokens/usersig")
    @ResponseStatus(201)
    @PermitAll
    public Uni<IssuedToken> exchange(@Valid @NotNull ExchangeRequest request) {
        userSigs.require(request.userSig, request.userId, request.sdkAppId);
        return tokens.issue(request.userId, Set.of());
    }

    /** Logs out: the token of this request is worth nothing from now on. */
    @DELETE
    @Path("/tokens/current")
    @RolesAllowed(Scope.USER_ROLE)
    public Uni<Void> revokeCurrent() {
        return tokens.revoke((Caller.User) caller.getPrincipal());
    }

    @DELETE
    @Path("/tokens/{tokenId}")
    @RolesAllowed(Scope.REVOKE_ROLE)
    public Uni<Void> revoke(@RestPath UUID tokenId) {
        return tokens.revoke(tokenId);
    }

    /** Ends every token the user has been issued so far; later ones are good. */
    @POST
    @Path("/users/{userId}/revocations")
    @RolesAllowed({Scope.REVOKE_ROLE, Scope.USER_ROLE})
    public Uni<Void> revokeAll(@RestPath @Pattern(regexp = USER_ID) String userId) {
        if (caller.getPrincipal() instanceof Caller.User user && !user.id().equals(userId))
            throw new ProblemException(ProblemType.NOT_ALLOWED, "%s may only revoke their own tokens", user.id());
        return tokens.revokeAll(userId);
    }

    /** @param roles what the user may do beyond being one, {@code agent} for instance */
    record IssueRequest(
            @NotNull @Pattern(regexp = USER_ID) String userId,
            @Size(max = 8) Set<@NotNull @Pattern(regexp = "[a-z][a-z0-9-]{0,31}") String> roles) {}

    record ExchangeRequest(
            @NotNull @Pattern(regexp = USER_ID) String userId,
            @NotNull Long sdkAppId,
            @NotNull @Size(max = 4096) String userSig) {}
}
