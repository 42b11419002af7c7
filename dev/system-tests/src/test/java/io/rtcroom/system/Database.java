package io.rtcroom.system;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The stack's PostgreSQL, for looking at what was kept and for ageing a row where waiting would be the alternative. */
record Database(String jdbcUrl, String user, String password) {
    /** The first column of every row. */
    List<String> rows(String sql) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = connect();
                var statement = connection.createStatement();
                var results = statement.executeQuery(sql)) {
            while (results.next()) rows.add(results.getString(1));
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The second column by the first. */
    Map<String, String> pairs(String sql) {
        Map<String, String> pairs = new TreeMap<>();
        try (Connection connection = connect();
                var statement = connection.createStatement();
                var results = statement.executeQuery(sql)) {
            while (results.next()) pairs.put(results.getString(1), results.getString(2));
            return pairs;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    long number(String sql) {
        return Long.parseLong(rows(sql).getFirst());
    }

    void execute(String sql) {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Another one of the same PostgreSQL. */
    Database named(String name) {
        return new Database(jdbcUrl.replaceFirst("[^/]+$", name), user, password);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, user, password);
    }
}
