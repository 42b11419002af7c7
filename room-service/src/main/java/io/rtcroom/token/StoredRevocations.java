package io.rtcroom.token;

import io.rtcroom.credential.Revocation;
import io.rtcroom.credential.Revocations;
import io.rtcroom.database.Background;
import io.rtcroom.database.Database;
import io.rtcroom.loop.Recurring;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * The revocations of the database, read in full every few seconds. This service owns them, so it need not wait for
 * Kafka to know them, at start or later; the topic is only faster.
 */
@Singleton
public class StoredRevocations implements Recurring {
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final String TOKENS =
            """
            select token_id, extract(epoch from expires_at)::bigint from revoked_token where expires_at > clock_timestamp()
            """;
    private static final String USERS = "select user_id, epoch from user_epoch";
    private static final String FORGET = "delete from revoked_token where expires_at < clock_timestamp()";

    private final Database database;
    private final Revocations revocations;
    private volatile boolean loaded;

    StoredRevocations(@Background Database database, Revocations revocations) {
        this.database = database;
        this.revocations = revocations;
    }

    /** Whether every revocation that existed at start is known. */
    public boolean isLoaded() {
        return loaded;
    }

    @Override
    public String name() {
        return "stored revocations";
    }

    @Override
    public Uni<Duration> run() {
        return database.query(TOKENS, Tuple.tuple())
                .invoke(rows ->
                        rows.forEach(row -> revocations.add(Revocation.ofToken(row.getUUID(0), row.getLong(1)))))
                .chain(() -> database.query(USERS, Tuple.tuple()))
                .invoke(rows ->
                        rows.forEach(row -> revocations.add(Revocation.ofUser(row.getString(0), row.getLong(1)))))
                .invoke(() -> loaded = true)
                .call(() -> database.query(FORGET, Tuple.tuple()))
                .replaceWith(PERIOD);
    }
}
