package io.rtcroom.database;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Requests and background work have a pool each: a flood of joins must not delay the beats that keep members present. */
class Databases {
    @Produces
    @Singleton
    Database forRequests(Pool pool) {
        return new Database(pool);
    }

    @Produces
    @Singleton
    @Background
    Database forBackground(@ReactiveDataSource("background") Pool pool) {
        return new Database(pool);
    }
}
