package io.rtcroom.system;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The migration as the chart's Job runs it: a service that starts, migrates and ends. On a database of its own. */
@ExtendWith(SharedStack.class)
class MigrationIT {
    /** The last but one thing that migration 13 makes; by then there are a column, a constraint and a table. */
    private static final String REFUSAL =
            """
            create function refuse() returns event_trigger language plpgsql as $$
            begin
                if exists (select from pg_event_trigger_ddl_commands() where object_identity = 'room.device_unnamed')
                then raise exception 'the disk is full'; end if;
            end $$;
            create event trigger refusal on ddl_command_end execute function refuse()
            """;

    private static final String VERSIONS =
            "select version from room.flyway_schema_history where version is not null order by installed_rank";
    private static final String MADE_BY_13 =
            """
            select count(*) from information_schema.columns
            where table_schema = 'room' and (table_name = 'device' or column_name = 'devices_version')
            """;

    private final Stack stack = SharedStack.stack();
    private final String name = "migration_" + ProcessHandle.current().pid();
    private final Database database = stack.database().named(name);

    private record Outcome(int code, String said) {}

    @BeforeEach
    void createTheDatabase() {
        stack.database().execute("create database " + name);
    }

    @AfterEach
    void dropTheDatabase() {
        stack.database().execute("drop database " + name);
    }

    @Test
    void aMigrationThatFailsHalfWaySaysSoLeavesNothingAndCanBeRepeated() throws Exception {
        database.execute(REFUSAL);

        Outcome failed = migrate();

        assertThat(failed.code(), is(not(0)));
        assertThat(
                failed.said(),
                allOf(containsString("to version \"13"), containsString("failed"), containsString("the disk is full")));
        assertThat(database.rows(VERSIONS), not(hasItem("13")));
        assertThat(database.number(MADE_BY_13), is(0L));

        database.execute("drop event trigger refusal");

        assertThat(migrate().code(), is(0));
        assertThat(database.rows(VERSIONS), hasItem("13"));
        assertThat(database.number(MADE_BY_13), is(greaterThan(0L)));
    }

    private Outcome migrate() throws IOException, InterruptedException {
        var builder = new ProcessBuilder(program()).redirectErrorStream(true);
        for (String line : Files.readAllLines(RepositoryRoot.resolve("deploy/docker/training.env")))
            if (line.contains("=")) builder.environment().put(line.split("=")[0], line.split("=", 2)[1]);
        builder.environment().put("QUARKUS_INIT_AND_EXIT", "true");
        builder.environment().put("RTCROOM_DATABASE_MIGRATE", "true");
        builder.environment().put("RTCROOM_DATABASE_URL", database.jdbcUrl().replaceFirst("^jdbc:", ""));
        builder.environment().put("RTCROOM_DATABASE_USERNAME", database.user());
        builder.environment().put("RTCROOM_DATABASE_PASSWORD", database.password());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), said);
    }

    private static List<String> program() {
        String folder = System.getenv().getOrDefault("RTCROOM_NATIVE_DIR", "");
        if (!folder.isBlank())
            return List.of(Path.of(folder).resolve("room-service").toString());
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                RepositoryRoot.resolve("room-service/target/quarkus-app/quarkus-run.jar")
                        .toString());
    }
}
