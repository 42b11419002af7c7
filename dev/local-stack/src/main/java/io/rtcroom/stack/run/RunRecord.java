package io.rtcroom.stack.run;

import io.rtcroom.stack.process.ProcessRef;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The file {@code run.properties} of a data folder: who runs here, and how to talk to them. Rewritten whole at every
 * change, so that whoever reads it after a {@code kill -9} finds every process.
 */
public final class RunRecord {
    private static final String FILE = "run.properties";
    private static final String LAUNCHER = "launcher";
    private static final String PORT = "port";
    private static final String CONTROL_PORT = "control.port";
    private static final String CONTROL_TOKEN = "control.token";
    private static final String THROW_AWAY = "throw-away";
    private static final String PART = "part.";

    private final Path file;
    private final Map<String, String> entries;
    private boolean deleted;

    private RunRecord(Path file, Map<String, String> entries) {
        this.file = file;
        this.entries = entries;
    }

    /** A new record, not written yet, of this very process as the launcher. */
    public static RunRecord start(DataFolder data, int port, int controlPort, String controlToken) {
        var record = new RunRecord(data.path().resolve(FILE), new TreeMap<>());
        record.entries.put(LAUNCHER, ProcessRef.of(ProcessHandle.current()).toString());
        record.entries.put(THROW_AWAY, String.valueOf(data.isThrowAway()));
        record.entries.put(PORT, String.valueOf(port));
        record.entries.put(CONTROL_PORT, String.valueOf(controlPort));
        record.entries.put(CONTROL_TOKEN, controlToken);
        record.write();
        return record;
    }

    public static Optional<RunRecord> read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) return Optional.empty();
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var entries = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(name -> entries.put(name, properties.getProperty(name)));
        return Optional.of(new RunRecord(file, entries));
    }

    public int port() {
        return Integer.parseInt(entries.get(PORT));
    }

    public int controlPort() {
        return Integer.parseInt(entries.get(CONTROL_PORT));
    }

    public String controlToken() {
        return entries.get(CONTROL_TOKEN);
    }

    public boolean isThrowAway() {
        return Boolean.parseBoolean(entries.get(THROW_AWAY));
    }

    public ProcessRef launcher() {
        return ProcessRef.parse(entries.get(LAUNCHER));
    }

    /** Whether the launcher still runs, and so minds its parts itself. */
    public boolean isLive() {
        return launcher().find().isPresent();
    }

    public Path folder() {
        return file.getParent();
    }

    /** The processes by the names of their parts. */
    public synchronized Map<String, ProcessRef> parts() {
        var parts = new LinkedHashMap<String, ProcessRef>();
        entries.forEach((name, value) -> {
            if (name.startsWith(PART)) parts.put(name.substring(PART.length()), ProcessRef.parse(value));
        });
        return parts;
    }

    public synchronized void put(String part, ProcessRef process) {
        entries.put(PART + part, process.toString());
        write();
    }

    public synchronized void remove(String part) {
        entries.remove(PART + part);
        write();
    }

    /** For good: a part whose end is heard of later does not bring it back. */
    public synchronized void delete() {
        deleted = true;
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write() {
        if (deleted) return;
        Path next = file.resolveSibling(FILE + ".next");
        var properties = new Properties();
        properties.putAll(entries);
        try {
            Files.deleteIfExists(next);
            Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (Writer writer = Files.newBufferedWriter(next)) {
                properties.store(writer, null);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
