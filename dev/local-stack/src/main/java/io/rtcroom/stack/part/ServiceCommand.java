package io.rtcroom.stack.part;

import io.rtcroom.stack.config.ServiceName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a replica is started with: a native program where there is a folder of them, else a JVM. */
final class ServiceCommand {
    static final String NATIVE_DIR = "RTCROOM_NATIVE_DIR";

    private ServiceCommand() {}

    /**
     * @param jvm of which a native program understands the heap
     * @param caller the environment of whoever starts the stack
     */
    static List<String> of(ServiceName service, Jvm jvm, Path root, Map<String, String> caller) {
        String folder = caller.getOrDefault(NATIVE_DIR, "");
        if (folder.isBlank())
            return JavaCommand.jar(root.resolve(service.text()).resolve("target/quarkus-app/quarkus-run.jar"), jvm);
        Path program = Path.of(folder).toAbsolutePath().resolve(service.text());
        if (!Files.isExecutable(program))
            throw new IllegalStateException(NATIVE_DIR + " names a folder without the program " + program);
        return List.of(program.toString(), "-Xmx" + jvm.heap() + "m");
    }
}
