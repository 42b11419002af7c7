package io.rtcroom.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A copy of the checkout whose packaged room-service has one bug. Only the patched sources are compiled, so a patch may
 * change what a method does and nothing that the build reads.
 */
final class PlantedBug {
    private static final String SERVICE = "room-service";

    private final Path patch;
    private final Path copy;

    private PlantedBug(Path patch, Path copy) {
        this.patch = patch;
        this.copy = copy;
    }

    /** The launcher script of the copy, which is made below the folder. */
    static Path scriptOfCopyWith(String bug, Path folder) throws IOException {
        Path patch = RepositoryRoot.resolve("dev/system-tests/planted/" + bug + ".patch");
        Path copy = Files.createDirectory(folder.resolve("checkout"));
        new PlantedBug(patch, copy).make();
        return copy.resolve("rtcroom");
    }

    private void make() throws IOException {
        Files.createDirectories(RepositoryRoot.resolve(".rtcroom"));
        try (Stream<Path> parts = Files.list(RepositoryRoot.resolve(""))) {
            for (Path part : parts.toList()) {
                Path name = part.getFileName();
                if (!name.toString().equals(SERVICE)) Files.createSymbolicLink(copy.resolve(name), part);
            }
        }
        Path packaged = copy.resolve(SERVICE).resolve("target/quarkus-app");
        copyFolder(RepositoryRoot.resolve(SERVICE).resolve("target/quarkus-app"), packaged);
        // It remembers the classes as they were.
        Files.deleteIfExists(packaged.resolve("app.aot"));
        plant(packaged);
    }

    private void plant(Path packaged) throws IOException {
        // Outside the checkout: inside, git would look for the files in its index.
        Path work = Files.createTempDirectory("planted-");
        try {
            List<Path> sources = new ArrayList<>();
            for (String file : patchedFiles()) {
                Path source = work.resolve(file);
                Files.createDirectories(source.getParent());
                sources.add(Files.copy(RepositoryRoot.resolve(file), source));
            }
            run(work, "git", "apply", patch.toString());
            for (Path source : sources) compileInto(jarOf(work.relativize(source), packaged), source, packaged, work);
        } finally {
            deleteFolder(work);
        }
    }

    private List<String> patchedFiles() throws IOException {
        return Files.readAllLines(patch).stream()
                .filter(line -> line.startsWith("+++ b/"))
                .map(line -> line.substring("+++ b/".length()))
                .toList();
    }

    private static Path jarOf(Path source, Path packaged) throws IOException {
        String module = source.getName(0).toString();
        return jars(packaged)
                .filter(jar -> jar.getFileName().toString().contains(module))
                .findFirst()
                .orElseThrow(() -> new IOException("no jar of " + module));
    }

    private static Stream<Path> jars(Path packaged) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String folder : List.of("app", "lib/main", "quarkus"))
            try (Stream<Path> files = Files.list(packaged.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".jar")).forEach(found::add);
            }
        return found.stream();
    }

    private static void compileInto(Path jar, Path source, Path packaged, Path work) throws IOException {
        Path classes = Files.createTempDirectory(work, "classes-");
        String classPath = jars(packaged).map(Path::toString).collect(Collectors.joining(java.io.File.pathSeparator));
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-nowarn",
                        "-proc:none",
                        "-parameters",
                        "-cp",
                        classPath,
                        "-d",
                        classes.toString(),
                        source.toString());
        if (code != 0) throw new IOException("the patched " + source + " does not compile");
        try (var archive = FileSystems.newFileSystem(jar);
                Stream<Path> made = Files.walk(classes)) {
            for (Path file : made.filter(Files::isRegularFile).toList())
                Files.copy(
                        file,
                        archive.getPath(classes.relativize(file).toString()),
                        StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void copyFolder(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path));
                if (Files.isDirectory(path)) Files.createDirectories(target);
                else Files.copy(path, target);
            }
        }
    }

    private static void deleteFolder(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }

    private static void run(Path folder, String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) throw new IOException(String.join(" ", command) + ": " + said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
