package io.rtcroom.credential;

import java.security.Principal;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** An authenticated party. Code asks it for what it may do, never how it proved itself. */
public sealed interface Caller extends Principal {
    /** A user with a verified token. */
    record User(String id, Set<String> roles, UUID tokenId, long epoch, Instant expiresAt) implements Caller {
        @Override
        public String getName() {
            return id;
        }
    }

    /** A back end or an operator. */
    record ApiKey(String name, Set<Scope> scopes) implements Caller {
        @Override
        public String getName() {
            return name;
        }
    }

    /** Another of our services. */
    record Service() implements Caller {
        @Override
        public String getName() {
            return "service";
        }
    }
}
