package io.rtcroom.credential;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an API key may do; each is one role of the endpoint table. */
public enum Scope {
    /** Issue tokens for any user. */
    TOKENS,
    /** Revoke any token or user. */
    REVOKE,
    /** Read and change any room. */
    ROOMS,
    /** Read any subject's events. */
    EVENTS,
    /** Have webhooks of its own, which are told of any subject. */
    WEBHOOKS;

    /** The role names used by {@code @RolesAllowed}; annotations need constants. */
    public static final String TOKENS_ROLE = "scope:tokens";

    public static final String REVOKE_ROLE = "scope:revoke";
    public static final String ROOMS_ROLE = "scope:rooms";
    public static final String EVENTS_ROLE = "scope:events";
    public static final String WEBHOOKS_ROLE = "scope:webhooks";
    /** Every user with a valid token. */
    public static final String USER_ROLE = "user";
    /** Our own services. */
    public static final String INTERNAL_ROLE = "internal";

    public String role() {
        return "scope:" + name().toLowerCase(Locale.ROOT);
    }

    static Optional<Scope> find(String text) {
        return Arrays.stream(values())
                .filter(scope -> scope.name().equalsIgnoreCase(text.trim()))
                .findFirst();
    }
}
