package io.rtcroom.credential;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a request's credential into roles: {@code Authorization: Bearer} with a user token or an API key, or
 * {@code access_token} in the query for EventSource, which cannot send headers; between services the internal key.
 */
@Singleton
public class BearerAuthentication implements HttpAuthenticationMechanism {
    public static final String INTERNAL_KEY_HEADER = "X-RTCRoom-Internal-Key";
    private static final String BEARER = "Bearer ";
    private static final Caller.Service SERVICE = new Caller.Service();

    private final TokenVerifier tokens;
    private final ApiKeys apiKeys;
    private final Optional<byte[]> internalKey;

    BearerAuthentication(TokenVerifier tokens, ApiKeys apiKeys, CredentialConfig config) {
        this.tokens = tokens;
        this.apiKeys = apiKeys;
        internalKey = config.internal().key().map(key -> key.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        HttpServerRequest request = context.request();
        String internal = request.getHeader(INTERNAL_KEY_HEADER);
        if (internal != null) return identity(isInternal(internal) ? SERVICE : null);
        String credential = credential(request);
        if (credential == null) return Uni.createFrom().nullItem();
        return identity(
                credential.startsWith(ApiKeys.PREFIX)
                        ? apiKeys.find(credential).orElse(null)
                        : tokens.verify(credential).orElse(null));
    }

    private boolean isInternal(String key) {
        return internalKey.isPresent()
                && MessageDigest.isEqual(internalKey.get(), key.getBytes(StandardCharsets.UTF_8));
    }

    private static String credential(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null) return header.startsWith(BEARER) ? header.substring(BEARER.length()) : "";
        return request.getParam("access_token");
    }

    private static Uni<SecurityIdentity> identity(Caller caller) {
        if (caller == null) return Uni.createFrom().failure(new AuthenticationFailedException());
        return Uni.createFrom()
                .item(QuarkusSecurityIdentity.builder()
                        .setPrincipal(caller)
                        .addRoles(roles(caller))
                        .build());
    }

    private static Set<String> roles(Caller caller) {
        return switch (caller) {
            case Caller.Service service -> Set.of(Scope.INTERNAL_ROLE);
            case Caller.ApiKey key -> {
                Set<String> roles = new HashSet<>();
                key.scopes().forEach(scope -> roles.add(scope.role()));
                yield roles;
            }
            case Caller.User user -> {
                Set<String> roles = new HashSet<>(user.roles());
                // A token cannot smuggle in another kind of caller's role.
                roles.removeIf(role -> role.equals(Scope.INTERNAL_ROLE) || role.startsWith("scope:"));
                roles.add(Scope.USER_ROLE);
                yield roles;
            }
        };
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return Uni.createFrom().item(new HttpCredentialTransport(HttpCredentialTransport.Type.AUTHORIZATION, "bearer"));
    }
}
