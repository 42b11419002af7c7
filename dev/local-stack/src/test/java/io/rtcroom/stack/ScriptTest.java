package io.rtcroom.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script in a checkout of empty files, with commands in place of Java and Maven that say how they were called. */
class ScriptTest {
    private static final List<String> MODULES =
            List.of("room-service", "url-service", "notify-service", "dev/local-stack");
    private static final Instant MADE = Instant.parse("2026-01-02T00:00:00Z");

    @TempDir
    Path root;

    private final Map<String, String> environment = new HashMap<>();
    private int code;

    @BeforeEach
    void checkOut() throws IOException {
        Files.copy(Path.of("../../rtcroom"), root.resolve("rtcroom"));
        aFile("pom.xml", MADE.minusSeconds(60));
        for (String module :
                Stream.concat(MODULES.stream(), Stream.of("contracts")).toList()) {
            aFile(module + "/pom.xml", MADE.minusSeconds(60));
            aFile(module + "/src/main/java/A.java", MADE.minusSeconds(60));
        }
        for (String module : MODULES) aFile(madeOf(module), MADE);
        aCommand("bin/mvn", "echo mvn \"$@\" in $JAVA_HOME");
        aJdk("jdk-21", 21);
        aJdk("jdk-17", 17);
        age(root, MADE.minusSeconds(60));
    }

    @Test
    void whatIsFreshIsNotBuilt() throws Exception {
        String said = run("jdk-21", "up", "--no-demo");

        assertFalse(said.contains("mvn"), said);
        assertTrue(said.contains("io.rtcroom.stack.Launcher up --no-demo"), said);
    }

    @Test
    void aChangedSourceIsBuilt() throws Exception {
        aFile("url-service/src/main/java/A.java", MADE.plusSeconds(60));

        run("jdk-21", "up");

        assertTrue(built().contains("-pl url-service -am package"), built());
    }

    @Test
    void aChangedContractConcernsEveryService() throws Exception {
        aFile("contracts/src/main/java/A.java", MADE.plusSeconds(60));

        run("jdk-21", "up");

        assertTrue(built().contains("-pl room-service,url-service,notify-service -am package"), built());
    }

    @Test
    void whatWasNeverMadeIsBuilt() throws Exception {
        Files.delete(root.resolve(madeOf("dev/local-stack")));

        run("jdk-21", "status");

        assertTrue(built().contains("-pl dev/local-stack -am package"), built());
    }

    @Test
    void whatWasBuiltOnceIsFresh() throws Exception {
        aFile("pom.xml", MADE.plusSeconds(60));
        run("jdk-21", "up");

        String said = run("jdk-21", "up");

        assertFalse(said.contains("building"), said);
    }

    @Test
    void nothingIsBuiltIfThatIsWished() throws Exception {
        aFile("pom.xml", MADE.plusSeconds(60));

        String said = run("jdk-21", "up", "--no-build", "--port", "1");

        assertFalse(said.contains("building"), said);
        assertTrue(said.contains("Launcher up --port 1"), said);
    }

    @Test
    void nativeProgramsNeedNoServiceToBeBuilt() throws Exception {
        aFile("url-service/src/main/java/A.java", MADE.plusSeconds(60));
        environment.put("RTCROOM_NATIVE_DIR", "/opt/rtcroom");

        String said = run("jdk-21", "up");

        assertFalse(said.contains("building"), said);
    }

    @Test
    void theBenchIsBuiltForTheBenchAlone() throws Exception {
        for (String module : List.of("dev/bench", "dev/bench/noop", "dev/bench/signer"))
            aFile(module + "/pom.xml", MADE.plusSeconds(60));
        aFile("dev/bench/target/bench.jar", MADE);
        aFile("dev/bench/noop/target/quarkus-app/quarkus-run.jar", MADE);
        aFile("dev/bench/signer/target/signer.jar", MADE);
        String up = run("jdk-21", "up");

        String said = run("jdk-21", "bench", "churn");

        assertFalse(up.contains("building"), up);
        assertTrue(built().contains("-pl dev/bench,dev/bench/noop,dev/bench/signer -am package"), built());
        assertTrue(said.contains("io.rtcroom.bench.Main churn"), said);
    }

    @Test
    void anOldJavaHomeIsPassedOver() throws Exception {
        String said = run("jdk-17", "java");

        assertFalse(said.contains("jdk-17\n"), said);
    }

    @Test
    void anUnknownCommandIsRefusedWithHelp() throws Exception {
        String said = run("jdk-21", "dance");

        assertEquals(2, code);
        assertTrue(said.contains("unknown command dance") && said.contains("usage:"), said);
    }

    private String run(String jdk, String... arguments) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                Stream.concat(Stream.of("bash", root.resolve("rtcroom").toString()), Stream.of(arguments))
                        .toList());
        builder.environment().put("JAVA_HOME", root.resolve(jdk).toString());
        builder.environment().put("PATH", root.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes());
        code = process.waitFor();
        return said;
    }

    private String built() throws IOException {
        return Files.readString(root.resolve(".rtcroom/build.log"));
    }

    private static String madeOf(String module) {
        return module + (module.startsWith("dev/") ? "/target/local-stack.jar" : "/target/quarkus-app/quarkus-run.jar");
    }

    private void aJdk(String name, int version) throws IOException {
        Path home = root.resolve(name);
        aCommand(name + "/bin/java", "echo java \"$@\"");
        aCommand(name + "/bin/javac", "");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + ".0.1\"\n");
    }

    private void aCommand(String path, String script) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void aFile(String path, Instant changed) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        Files.setLastModifiedTime(file, FileTime.from(changed));
    }

    /** A folder is as old as what was last put into it. */
    private static void age(Path root, Instant to) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path folder : all.filter(Files::isDirectory).toList())
                Files.setLastModifiedTime(folder, FileTime.from(to));
        }
    }
}
