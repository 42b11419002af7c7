package io.rtcroom.stack.part;

import io.rtcroom.stack.config.Addresses;
import io.rtcroom.stack.config.Secrets;
import io.rtcroom.stack.process.Signal;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** The database server. It keeps what it has acknowledged: fsync and synchronous commits are on. */
public final class Postgres {
    private static final String NAME = "postgres";
    private static final String NO_SUCH_DATABASE = "3D000";

    private final Path binaries;
    private final Path data;
    private final Addresses addresses;
    private final Secrets secrets;

    private Postgres(Path binaries, Path data, Addresses addresses, Secrets secrets) {
        this.binaries = binaries;
        this.data = data;
        this.addresses = addresses;
        this.secrets = secrets;
    }

    /** Makes the cluster if there is none yet. */
    public static Part prepare(Path cache, Path folder, Path logs, Addresses addresses, Secrets secrets)
            throws IOException, InterruptedException {
        Path binaries = PostgresBinaries.unpackedBelow(cache);
        var server = new Postgres(binaries, folder.resolve("cluster"), addresses, secrets);
        if (!Files.exists(server.data)) server.initialise(folder, logs);
        return new Part(
                NAME,
                addresses.postgres(),
                server.command(),
                Map.of(),
                Signal.INT,
                Duration.ofSeconds(20),
                server::isReady);
    }

    /** Into another folder first: one that was cut short is never taken for a cluster. */
    private void initialise(Path folder, Path logs) throws IOException, InterruptedException {
        Path fresh = Files.createTempDirectory(folder, "initialising-");
        Path password = Files.writeString(folder.resolve("password"), secrets.databasePassword());
        var command = asNobody(fresh);
        command.addAll(List.of(
                binaries.resolve("bin/initdb").toString(),
                "--pgdata=" + fresh,
                "--username=" + Addresses.DATABASE_USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C"));
        File log = logs.resolve(NAME + ".log").toFile();
        int code = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log))
                .start()
                .waitFor();
        Files.delete(password);
        if (code != 0) throw new IOException("initdb failed with code " + code + ", see " + log);
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> command() throws IOException {
        var command = asNobody(data);
        command.addAll(List.of(binaries.resolve("bin/postgres").toString(), "-D", data.toString()));
        Stream.of(
                        "port=" + addresses.postgres(),
                        "listen_addresses=" + Addresses.HOST,
                        "unix_socket_directories=",
                        "fsync=on",
                        "synchronous_commit=on",
                        "max_connections=300",
                        "shared_buffers=64MB",
                        // Plans go by keys (decision 14), so statistics need not be fine; their renewal takes time from
                        // calls.
                        "default_statistics_target=10",
                        "log_checkpoints=off",
                        "timezone=UTC")
                .forEach(setting -> command.addAll(List.of("-c", setting)));
        return command;
    }

    /** The server refuses to run as root; in a user namespace of its own it is nobody, with root's files. */
    private static List<String> asNobody(Path ours) throws IOException {
        boolean root = Files.getAttribute(ours, "unix:uid").equals(0);
        return new ArrayList<>(root ? List.of("unshare", "-U") : List.of());
    }

    private boolean isReady() throws SQLException {
        try (Connection connection = connect(Addresses.DATABASE)) {
            return connection.isValid(2);
        } catch (SQLException e) {
            if (!NO_SUCH_DATABASE.equals(e.getSQLState())) throw e;
            createDatabase();
            return false;
        }
    }

    private void createDatabase() throws SQLException {
        try (Connection connection = connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute("create database " + Addresses.DATABASE);
        }
    }

    private Connection connect(String database) throws SQLException {
        var settings = new Properties();
        settings.put("user", Addresses.DATABASE_USER);
        settings.put("password", secrets.databasePassword());
        settings.put("connectTimeout", "2");
        settings.put("socketTimeout", "5");
        return DriverManager.getConnection("jdbc:" + addresses.databaseUrl(database), settings);
    }
}
