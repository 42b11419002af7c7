package io.rtcroom.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

/**
 * Queues with as many callers as agents, written into the database as the service would have left them: through the service
 * it would take longer than what is to be measured. The callers wait; the agents wrap up until they are told not to.
 *
 * @param name begins the names of all of them
 */
record SeededQueues(Database database, String name) implements AutoCloseable {
    private static final String SCRIPT = "queues.sql";
    private static final List<String> CLEAN_UP = List.of(
            "delete from call where queue like ?",
            "delete from agent where user_id like ?",
            "delete from room where held_by like ?",
            "delete from queue where name like ?");
    private static final String RELEASE =
            "update agent set ready_at = clock_timestamp() where user_id like ? and state = 'WRAP_UP'";
    private static final String UNMATCHED = "delete from agent_queue where queue like ?";

    static SeededQueues of(Database database, String name, int queues, int pairs) throws SQLException, IOException {
        try (InputStream script = SeededQueues.class.getResourceAsStream(SCRIPT)) {
            String sql = new String(script.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("$NAME", name)
                    .replace("$QUEUES", Integer.toString(queues))
                    .replace("$PAIRS", Integer.toString(pairs));
            try (var statement = database.connection().createStatement()) {
                statement.execute(sql);
            }
        }
        for (String table :
                List.of("call", "call_participant", "engagement", "queue_entry", "room", "agent", "agent_queue"))
            database.execute("vacuum analyze " + table);
        return new SeededQueues(database, name);
    }

    /** Nobody but pgbench brings these together. */
    void hide() throws SQLException {
        execute(UNMATCHED);
    }

    /** The wrap-up of all agents is over: the next sweep finds them. */
    void release() throws SQLException {
        execute(RELEASE);
    }

    long offers() throws SQLException {
        return Long.parseLong(database.value("select count(*) from offer where queue like '" + name + "-%'"));
    }

    /** From one moment, in seconds of the database's clock, to the last offer. */
    double secondsToLastOffer(double since) throws SQLException {
        return Double.parseDouble(database.value(
                        "select extract(epoch from max(offered_at)) from offer where queue like '" + name + "-%'"))
                - since;
    }

    private void execute(String sql) throws SQLException {
        database.execute(sql, name + "-%");
    }

    @Override
    public void close() throws SQLException {
        for (String sql : CLEAN_UP) execute(sql);
    }
}
