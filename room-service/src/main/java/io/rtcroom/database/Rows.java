package io.rtcroom.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What statements are given to work on, column by column. Several rows come as one array a column: what each costs by then
 * is the row, and not the start of a statement with all its checks. One alone comes as its values, which cost less to take
 * apart.
 */
public final class Rows<T> {
    private final List<Column<T, ?>> columns = new ArrayList<>();

    private record Column<T, V>(String name, String type, Function<T, V> value, IntFunction<V[]> array) {
        V[] of(Collection<T> rows) {
            return rows.stream().map(value).toArray(array);
        }
    }

    public Rows<T> uuid(String name, Function<T, UUID> value) {
        return with(name, "uuid", value, UUID[]::new);
    }

    public Rows<T> text(String name, Function<T, String> value) {
        return with(name, "text", value, String[]::new);
    }

    public Rows<T> bool(String name, Function<T, Boolean> value) {
        return with(name, "boolean", value, Boolean[]::new);
    }

    public Rows<T> integer(String name, Function<T, Integer> value) {
        return with(name, "int", value, Integer[]::new);
    }

    public Rows<T> bigint(String name, Function<T, Long> value) {
        return with(name, "bigint", value, Long[]::new);
    }

    public Rows<T> time(String name, Function<T, Instant> value) {
        return with(name, "timestamptz", row -> timestamp(value.apply(row)), OffsetDateTime[]::new);
    }

    private static OffsetDateTime timestamp(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private <V> Rows<T> with(String name, String type, Function<T, V> value, IntFunction<V[]> array) {
        columns.add(new Column<>(name, type, value, array));
        return this;
    }

    /** @param sql with {@code {rows}} where a table may stand; there it is called n */
    public Statement<T> in(String sql) {
        String one = "(values (" + parameters("$%d::%s") + "))";
        String many = "unnest(" + parameters("$%d::%s[]") + ")";
        String as = columns.stream().map(Column::name).collect(Collectors.joining(", ", " as n (", ")"));
        return new Statement<>(List.copyOf(columns), sql.replace("{rows}", one + as), sql.replace("{rows}", many + as));
    }

    private String parameters(String form) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> form.formatted(i + 1, columns.get(i).type))
                .collect(Collectors.joining(", "));
    }

    /** Of these rows, in both forms. */
    public static final class Statement<T> {
        private final List<Column<T, ?>> columns;
        private final String one;
        private final String many;

        private Statement(List<Column<T, ?>> columns, String one, String many) {
            this.columns = columns;
            this.one = one;
            this.many = many;
        }

        /** Does nothing if there are no rows. */
        public Uni<Void> run(SqlConnection connection, Collection<T> rows) {
            return rows.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : execute(connection, rows).replaceWithVoid();
        }

        /** @param rows at least one */
        public Uni<RowSet<Row>> execute(SqlConnection connection, Collection<T> rows) {
            Tuple values = Tuple.tuple();
            boolean isOne = rows.size() == 1;
            T first = rows.iterator().next();
            for (Column<T, ?> column : columns) values.addValue(isOne ? column.value.apply(first) : column.of(rows));
            return connection.preparedQuery(isOne ? one : many).execute(values);
        }
    }
}
