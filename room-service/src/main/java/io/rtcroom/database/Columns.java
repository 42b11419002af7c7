package io.rtcroom.database;

import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Rows to be written together, one array a column, for a statement that reads them by {@code unnest}. What a row costs by
 * then is the row: one after the other, each would also cost the start of a statement with all its checks.
 */
public final class Columns<T> {
    private final List<T> rows;
    private final Tuple values = Tuple.tuple();

    private Columns(List<T> rows) {
        this.rows = rows;
    }

    public static <T> Columns<T> of(Collection<T> rows) {
        return new Columns<>(List.copyOf(rows));
    }

    public Columns<T> uuid(Function<T, UUID> column) {
        values.addArrayOfUUID(rows.stream().map(column).toArray(UUID[]::new));
        return this;
    }

    public Columns<T> text(Function<T, String> column) {
        values.addArrayOfString(rows.stream().map(column).toArray(String[]::new));
        return this;
    }

    public Columns<T> bool(Function<T, Boolean> column) {
        values.addArrayOfBoolean(rows.stream().map(column).toArray(Boolean[]::new));
        return this;
    }

    public Columns<T> integer(Function<T, Integer> column) {
        values.addArrayOfInteger(rows.stream().map(column).toArray(Integer[]::new));
        return this;
    }

    public Columns<T> bigint(Function<T, Long> column) {
        values.addArrayOfLong(rows.stream().map(column).toArray(Long[]::new));
        return this;
    }

    public Columns<T> time(Function<T, Instant> column) {
        values.addArrayOfOffsetDateTime(
                rows.stream().map(row -> timestamp(column.apply(row))).toArray(OffsetDateTime[]::new));
        return this;
    }

    private static OffsetDateTime timestamp(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    /** The parameters: the columns in the order in which they were named. */
    public Tuple tuple() {
        return values;
    }
}
