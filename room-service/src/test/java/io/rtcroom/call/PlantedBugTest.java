package io.rtcroom.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exploration is worth something: it finds the bug of {@code dev/planted}, compiled into a copy. */
class PlantedBugTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final Path PATCH = MODULE.resolve("../dev/planted/an-agent-stays-reserved.patch");
    private static final String SOURCE = "room-service/src/main/java/io/rtcroom/queue/OfferOutcome.java";

    @TempDir
    private Path work;

    @Test
    void anAgentWhoStaysReservedIsFound() throws Exception {
        Path classes = Files.createDirectory(work.resolve("classes"));
        try (var unpatched = classes(classes)) {
            explore(unpatched);
        }

        compile(patchedSource(), classes);

        try (var patched = classes(classes)) {
            var failed = assertThrows(InvocationTargetException.class, () -> explore(patched));
            assertInstanceOf(AssertionError.class, failed.getCause());
        }
    }

    private static PatchedFirst classes(Path first) throws IOException {
        return new PatchedFirst(
                List.of(url(first), url(MODULE.resolve("target/classes")), url(MODULE.resolve("target/test-classes"))));
    }

    private static void explore(ClassLoader classes) throws ReflectiveOperationException {
        Class<?> exploration = classes.loadClass(ExplorationTest.class.getName());
        Method run = exploration.getDeclaredMethod("nobodyIsServedTwiceOrLostAndEveryWaitEnds");
        var constructor = exploration.getDeclaredConstructor();
        constructor.setAccessible(true);
        run.setAccessible(true);
        run.invoke(constructor.newInstance());
    }

    private Path patchedSource() throws IOException, InterruptedException {
        Path source = work.resolve(SOURCE);
        Files.createDirectories(source.getParent());
        Files.copy(MODULE.resolve("..").resolve(SOURCE), source);
        Process git = new ProcessBuilder("git", "apply", PATCH.toString())
                .directory(work.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(git.getInputStream().readAllBytes());
        assertEquals(0, git.waitFor(), said);
        return source;
    }

    private static void compile(Path source, Path classes) {
        List<String> path =
                new ArrayList<>(List.of(MODULE.resolve("target/classes").toString()));
        path.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-nowarn",
                        "-proc:none",
                        "-cp",
                        String.join(File.pathSeparator, path),
                        "-d",
                        classes.toString(),
                        source.toString());
        assertEquals(0, code, "compiling " + source);
    }

    private static URL url(Path folder) throws IOException {
        return folder.toUri().toURL();
    }

    /** Our own classes from the folders given, the first folder that has one; everything else as ever. */
    private static final class PatchedFirst extends URLClassLoader {
        PatchedFirst(List<URL> folders) {
            super(folders.toArray(URL[]::new), PlantedBugTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) return loaded;
                if (name.startsWith("io.rtcroom."))
                    try {
                        return findClass(name);
                    } catch (ClassNotFoundException elsewhere) {
                        // Of another module.
                    }
                return super.loadClass(name, resolve);
            }
        }
    }
}
