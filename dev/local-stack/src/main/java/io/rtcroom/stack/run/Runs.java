package io.rtcroom.stack.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The stacks started from this checkout: a folder with one file per port, which names the data folder. */
public final class Runs {
    private static final Duration REAPING = Duration.ofSeconds(20);

    private final Path folder;

    public Runs(Path folder) {
        this.folder = folder;
    }

    public void add(RunRecord record) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(pointer(record), record.folder().toString());
    }

    public void remove(RunRecord record) throws IOException {
        Files.deleteIfExists(pointer(record));
    }

    /** The stacks whose launcher runs. */
    public List<RunRecord> live() throws IOException {
        return records().filter(RunRecord::isLive).toList();
    }

    /** Ends what dead launchers have left behind, and says what that was. */
    public List<String> reap() throws IOException {
        var reaped = new ArrayList<String>();
        for (Path pointer : pointers()) {
            Path data = Path.of(Files.readString(pointer).trim());
            if (RunRecord.read(data).filter(RunRecord::isLive).isPresent()) continue;
            reaped.addAll(reap(data));
            Files.deleteIfExists(pointer);
        }
        return reaped;
    }

    /** Ends what a dead launcher has left behind in one folder. Nobody else does so at the same time. */
    public static List<String> reap(Path data) throws IOException {
        if (RunRecord.read(data).filter(record -> !record.isLive()).isEmpty()) return List.of();
        Optional<FileChannel> lock = lock(data);
        if (lock.isEmpty()) return List.of();
        Optional<RunRecord> record = RunRecord.read(data).filter(left -> !left.isLive());
        boolean throwAway = record.map(RunRecord::isThrowAway).orElse(false);
        var folder = DataFolder.adopt(data, throwAway, lock.get());
        try {
            return record.map(Orphans::end).orElse(List.of());
        } finally {
            folder.close();
        }
    }

    private static Optional<FileChannel> lock(Path data) throws IOException {
        try {
            return DataFolder.lock(data, REAPING);
        } catch (NoSuchFileException deletedMeanwhile) {
            return Optional.empty();
        }
    }

    private Stream<RunRecord> records() throws IOException {
        var records = new ArrayList<RunRecord>();
        for (Path pointer : pointers())
            RunRecord.read(Path.of(Files.readString(pointer).trim())).ifPresent(records::add);
        return records.stream();
    }

    private List<Path> pointers() throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private Path pointer(RunRecord record) {
        return folder.resolve(String.valueOf(record.port()));
    }
}
