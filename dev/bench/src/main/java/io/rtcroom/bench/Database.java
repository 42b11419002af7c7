package io.rtcroom.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The stack's own database: to fill it, to look at it, and to ask it the same without a service in between. */
final class Database implements AutoCloseable {
    private final LocalStack stack;
    private final Connection connection;

    private Database(LocalStack stack) throws SQLException {
        this.stack = stack;
        connection = connect();
    }

    static Database of(LocalStack stack) throws SQLException {
        return new Database(stack);
    }

    /** One more connection. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:" + stack.databaseUrl() + "?currentSchema=room", "rtcroom", stack.databasePassword());
    }

    Connection connection() {
        return connection;
    }

    void execute(String sql, Object... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) statement.setObject(i + 1, parameters[i]);
            statement.execute();
        }
    }

    /** The only value of the only row. */
    String value(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
