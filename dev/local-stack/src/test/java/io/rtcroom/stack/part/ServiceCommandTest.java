package io.rtcroom.stack.part;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rtcroom.stack.config.ServiceName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceCommandTest {
    private static final Jvm JVM = new Jvm(64, false);

    @TempDir
    Path folder;

    @Test
    void withoutNativeProgramsAJvmRunsTheService() {
        var command = ServiceCommand.of(ServiceName.ROOM_SERVICE, JVM, folder, Map.of());

        assertEquals(
                folder.resolve("room-service/target/quarkus-app/quarkus-run.jar")
                        .toString(),
                command.getLast());
    }

    @Test
    void aTrainedServiceStartsFromWhatItRemembers() throws Exception {
        Path app = Files.createDirectories(folder.resolve("room-service/target/quarkus-app"));
        Path cache = Files.createFile(app.resolve("app.aot"));

        var command = ServiceCommand.of(ServiceName.ROOM_SERVICE, JVM, folder, Map.of());

        assertEquals(Runtime.version().feature() >= 25, command.contains("-XX:AOTCache=" + cache));
    }

    @Test
    void aServiceInTrainingRemembersAndRunsAtFullSpeed() throws Exception {
        Path app = Files.createDirectories(folder.resolve("room-service/target/quarkus-app"));
        Path cache = Files.createFile(app.resolve("app.aot"));

        var command = ServiceCommand.of(ServiceName.ROOM_SERVICE, new Jvm(64, true), folder, Map.of());

        assertTrue(command.contains("-XX:AOTCacheOutput=" + cache), command::toString);
        assertTrue(command.stream().noneMatch(option -> option.startsWith("-XX:Tiered")), command::toString);
    }

    @Test
    void aNativeProgramRunsInsteadOfTheJvm() throws Exception {
        Path program = Files.writeString(folder.resolve("url-service"), "#!/bin/sh\necho \"native $*\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));

        var command = ServiceCommand.of(
                ServiceName.URL_SERVICE, JVM, folder, Map.of(ServiceCommand.NATIVE_DIR, folder.toString()));

        assertEquals("native -Xmx64m\n", outputOf(new ProcessBuilder(command).start()));
    }

    @Test
    void aFolderWithoutTheProgramIsRefused() {
        var refusal = assertThrows(
                IllegalStateException.class,
                () -> ServiceCommand.of(
                        ServiceName.NOTIFY_SERVICE, JVM, folder, Map.of(ServiceCommand.NATIVE_DIR, folder.toString())));

        assertTrue(refusal.getMessage().endsWith("notify-service"), refusal::getMessage);
    }

    private static String outputOf(Process process) throws Exception {
        return new String(process.getInputStream().readAllBytes());
    }
}
