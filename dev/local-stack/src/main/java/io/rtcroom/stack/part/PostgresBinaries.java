package io.rtcroom.stack.part;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The server's programs, unpacked once per checkout from the archive on the class path. */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /** The folder with {@code bin}, {@code lib} and {@code share}. */
    static Path unpackedBelow(Path cache) throws IOException {
        String archive = "postgres-" + system() + "-" + architecture() + ".txz";
        URL packed = PostgresBinaries.class.getResource("/" + archive);
        if (packed == null) throw new IOException("no PostgreSQL for this machine: " + archive);
        Path folder = cache.resolve(jarName(packed));
        if (Files.isDirectory(folder)) return folder;
        Files.createDirectories(cache);
        Path part = Files.createTempDirectory(cache, "unpacking-");
        try (InputStream stream = packed.openStream()) {
            unpack(stream, part);
        }
        return moveInto(folder, part);
    }

    /** The jar carries the version in its name. */
    private static String jarName(URL packed) {
        String jar = packed.getPath().substring(0, packed.getPath().indexOf(".jar!"));
        return jar.substring(jar.lastIndexOf('/') + 1);
    }

    private static void unpack(InputStream packed, Path into) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(packed))) {
            for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
                Path target = into.resolve(entry.getName()).normalize();
                if (!target.startsWith(into)) throw new IOException("outside the archive: " + entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Files.createDirectories(target.getParent());
                if (entry.isSymbolicLink()) Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                else Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
                if (!entry.isSymbolicLink() && (entry.getMode() & 0100) != 0) makeExecutable(target);
            }
        }
    }

    /** Another stack may have unpacked at the same time; then its folder is as good. */
    private static Path moveInto(Path folder, Path part) throws IOException {
        try {
            Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(folder)) throw e;
        }
        return folder;
    }

    private static void makeExecutable(Path file) throws IOException {
        Set<PosixFilePermission> permissions = new HashSet<>(Files.getPosixFilePermissions(file));
        permissions.addAll(Set.of(
                PosixFilePermission.OWNER_EXECUTE,
                PosixFilePermission.GROUP_EXECUTE,
                PosixFilePermission.OTHERS_EXECUTE));
        Files.setPosixFilePermissions(file, permissions);
    }

    private static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    }
}
