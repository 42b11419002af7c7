package io.rtcroom.token;

import io.rtcroom.credential.Caller;
import io.rtcroom.credential.Revocation;
import io.rtcroom.credential.Revocations;
import io.rtcroom.database.Database;
import io.rtcroom.event.Topics;
import io.rtcroom.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;

/**
 * Tokens and their end. A revocation is written here, takes effect in this process at once, and reaches every other one
 * through the topic {@code revocations}.
 */
@Singleton
public class Tokens {
    private static final String EPOCH = "select epoch from user_epoch where user_id = $1";
    private static final String NEXT_EPOCH =
            """
            insert into user_epoch (user_id, epoch) values ($1, 1)
            on conflict (user_id) do update set epoch = user_epoch.epoch + 1
            returning epoch, (extract(epoch from clock_timestamp()) * 1000)::bigint
            """;
    private static final String REVOKE =
            """
            insert into revoked_token (token_id, expires_at) values ($1, $2) on conflict do nothing
            """;

    /** A token may be of a time when rtcroom.token.ttl was longer. */
    private static final Duration LONGEST_LIFE = Duration.ofDays(366);

    private final Database database;
    private final Outbox outbox;
    private final TokenSigner signer;
    private final TokenConfig config;
    private final Revocations revocations;
    private final Clock clock;

    Tokens(
            Database database,
            Outbox outbox,
            TokenSigner signer,
            TokenConfig config,
            Revocations revocations,
            Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.signer = signer;
        this.config = config;
        this.revocations = revocations;
        this.clock = clock;
    }

    /** A token for a user whose identity somebody has vouched for. */
    public Uni<IssuedToken> issue(String userId, Set<String> roles) {
        return database.query(EPOCH, Tuple.of(userId)).map(rows -> {
            RowIterator<Row> iterator = rows.iterator();
            long epoch = iterator.hasNext() ? iterator.next().getLong(0) : 0;
            return signer.sign(userId, roles, epoch);
        });
    }

    /** Ends the token the user came with. */
    public Uni<Void> revoke(Caller.User user) {
        return revokeUntil(user.tokenId(), user.expiresAt());
    }

    /** Ends a token known by its id only, for as long as it could live, by the life that tokens have now or once had. */
    Uni<Void> revoke(UUID tokenId) {
        Duration life = config.ttl().compareTo(LONGEST_LIFE) > 0 ? config.ttl() : LONGEST_LIFE;
        return revokeUntil(tokenId, clock.instant().plus(life));
    }

    /** Ends every token and every stream address issued to the user so far. */
    Uni<Void> revokeAll(String userId) {
        return database.transaction(connection -> connection
                        .preparedQuery(NEXT_EPOCH)
                        .execute(Tuple.of(userId))
                        .map(rows -> rows.iterator().next())
                        .map(row -> Revocation.ofUser(userId, row.getLong(0), row.getLong(1)))
                        .call(revocation -> publish(connection, revocation)))
                .invoke(revocations::add)
                .replaceWithVoid();
    }

    private Uni<Void> revokeUntil(UUID tokenId, Instant expiresAt) {
        Revocation revocation = Revocation.ofToken(tokenId, expiresAt.getEpochSecond());
        return database.<RowSet<Row>>transaction(connection -> connection
                        .preparedQuery(REVOKE)
                        .execute(Tuple.of(tokenId, expiresAt.atOffset(ZoneOffset.UTC)))
                        .call(() -> publish(connection, revocation)))
                .invoke(() -> revocations.add(revocation))
                .replaceWithVoid();
    }

    private Uni<Void> publish(SqlConnection connection, Revocation revocation) {
        return outbox.append(connection, Topics.REVOCATIONS, revocation.key(), revocation.json());
    }
}
