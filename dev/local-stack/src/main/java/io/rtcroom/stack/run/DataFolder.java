package io.rtcroom.stack.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything a stack keeps, locked by the one launcher that uses it. */
public final class DataFolder implements AutoCloseable {
    private static final String LOCK = "lock";

    private final Path path;
    private final boolean throwAway;
    private final FileChannel lock;

    private DataFolder(Path path, boolean throwAway, FileChannel lock) {
        this.path = path;
        this.throwAway = throwAway;
        this.lock = lock;
    }

    /** Locks a folder that is kept; empty if another process holds it. */
    public static Optional<DataFolder> keep(Path path, Duration patience) throws IOException {
        Files.createDirectories(path);
        return lock(path, patience).map(channel -> new DataFolder(path, false, channel));
    }

    /** A folder that is deleted when closed. */
    public static DataFolder throwAway() throws IOException {
        Path path = Files.createTempDirectory("rtcroom-");
        return new DataFolder(path, true, lock(path, Duration.ZERO).orElseThrow());
    }

    static DataFolder adopt(Path path, boolean throwAway, FileChannel lock) {
        return new DataFolder(path, throwAway, lock);
    }

    static Optional<FileChannel> lock(Path folder, Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            FileChannel channel =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isTaken(channel)) return Optional.of(channel);
            channel.close();
            if (System.nanoTime() >= deadline) return Optional.empty();
            Pause.of(Duration.ofMillis(100));
        }
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    public Path path() {
        return path;
    }

    public boolean isThrowAway() {
        return throwAway;
    }

    /** A folder of that name, for the owner's eyes only. */
    public Path folder(String name) {
        try {
            Path folder = Files.createDirectories(path.resolve(name));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the folder back, and deletes it if it was only borrowed. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path.resolve(LOCK));
        if (throwAway) delete(path);
        lock.close();
    }

    /** Again and again for a while: a process on its way out may still write. */
    private static void delete(Path folder) throws IOException {
        for (int tries = 0; Files.exists(folder); tries++) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
            } catch (IOException | UncheckedIOException e) {
                if (tries == 50) throw e;
                Pause.of(Duration.ofMillis(100));
            }
        }
    }
}
