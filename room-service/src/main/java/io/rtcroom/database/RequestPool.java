package io.rtcroom.database;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the requests that wait for a connection, in number and in time. One that gives up waiting is never started:
 * otherwise a flood whose clients are long gone would be worked off in full while those who came after it wait.
 */
@Singleton
public class RequestPool implements PgPoolCreator {
    private static final int LONGEST_QUEUE = 1000;
    private static final int LONGEST_WAIT_SECONDS = 4;

    @Override
    public Pool create(Input input) {
        PoolOptions options = input.poolOptions()
                .setMaxWaitQueueSize(LONGEST_QUEUE)
                .setConnectionTimeout(LONGEST_WAIT_SECONDS)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS);
        return PgBuilder.pool()
                .with(options)
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }
}
