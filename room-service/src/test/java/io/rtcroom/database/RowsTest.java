package io.rtcroom.database;

import static io.rtcroom.Fixtures.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rtcroom.stores.Stores;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Stores.class)
class RowsTest {
    private static final Each FULL = new Each(
            UUID.fromString("0199d6c5-3b7a-7c11-8f5e-2d9a4b6c8e01"),
            "it's {1,2}",
            true,
            7,
            1L << 40,
            Instant.parse("2026-03-01T08:00:01.123456Z"));
    private static final Each EMPTY = new Each(null, null, null, null, null, null);

    private static final Rows.Statement<Each> READ = new Rows<Each>()
            .uuid("id", Each::id)
            .text("name", Each::name)
            .bool("flag", Each::flag)
            .integer("small", Each::small)
            .bigint("large", Each::large)
            .time("at", Each::at)
            .in("select n.id, n.name, n.flag, n.small, n.large, n.at from {rows}");

    @Inject
    Database database;

    private record Each(UUID id, String name, Boolean flag, Integer small, Long large, Instant at) {
        static Each of(Row row) {
            OffsetDateTime at = row.get(OffsetDateTime.class, 5);
            return new Each(
                    row.getUUID(0),
                    row.getString(1),
                    row.getBoolean(2),
                    row.getInteger(3),
                    row.getLong(4),
                    at == null ? null : at.toInstant());
        }
    }

    @Test
    void oneAloneArrivesLikeOneOfMany() {
        assertEquals(List.of(FULL), read(List.of(FULL)));
        assertEquals(List.of(EMPTY), read(List.of(EMPTY)));
        assertEquals(List.of(FULL, EMPTY, FULL), read(List.of(FULL, EMPTY, FULL)));
    }

    @Test
    void nothingIsRunForNoRows() {
        var broken = new Rows<Each>().text("name", Each::name).in("this is no statement {rows}");

        database.transaction(connection -> broken.run(connection, List.of()))
                .await()
                .atMost(PATIENCE);
    }

    private List<Each> read(List<Each> rows) {
        return database.transaction(connection -> READ.execute(connection, rows))
                .map(read -> StreamSupport.stream(read.spliterator(), false)
                        .map(Each::of)
                        .toList())
                .await()
                .atMost(PATIENCE);
    }
}
