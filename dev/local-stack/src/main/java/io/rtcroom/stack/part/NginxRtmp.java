package io.rtcroom.stack.part;

import io.rtcroom.stack.config.Addresses;
import io.rtcroom.stack.config.MediaPorts;
import io.rtcroom.stack.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The media server: nginx with the rtmp module, as the system has installed it. */
public final class NginxRtmp {
    public static final String NAME = "media";
    /** What to say where it is not. */
    public static final String MISSING =
            "--media needs nginx with the rtmp module" + " (Debian, Ubuntu: apt-get install nginx libnginx-mod-rtmp)";

    private static final String FOLDERS = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
    private static final List<Path> MODULES = Stream.of(
                    "/usr/lib/nginx/modules",
                    "/usr/lib64/nginx/modules",
                    "/usr/local/lib/nginx/modules",
                    "/etc/nginx/modules")
            .map(folder -> Path.of(folder, "ngx_rtmp_module.so"))
            .toList();

    private final Path program;
    private final Path module;

    private NginxRtmp(Path program, Path module) {
        this.program = program;
        this.module = module;
    }

    /** The installed one, if there is one. */
    public static Optional<NginxRtmp> find() {
        Optional<Path> program = Stream.of(FOLDERS.split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
        Optional<Path> module = MODULES.stream().filter(Files::isReadable).findFirst();
        return program.flatMap(nginx -> module.map(rtmp -> new NginxRtmp(nginx, rtmp)));
    }

    /** @param hooks where it asks and tells, with the secret in the path */
    public Part prepare(Path root, Path folder, MediaPorts ports, String hooks) throws IOException {
        String template = Files.readString(root.resolve("deploy/media/nginx-rtmp.conf.template"));
        Path file = folder.resolve("nginx.conf");
        Path recordings = Files.createDirectories(folder.resolve("recordings"));
        Files.writeString(
                file,
                template.replace("${RTMP_MODULE}", module.toString())
                        .replace("${RTMP_LISTEN}", ports.host())
                        .replace("${HTTP_LISTEN}", Addresses.HOST + ":" + ports.http())
                        // The folder is for the owner's eyes only. nginx overlooks it unless it may become somebody
                        // else.
                        .replace("${WORKER_USER}", System.getProperty("user.name"))
                        .replace("${RECORDINGS}", recordings.toAbsolutePath().toString())
                        .replace("${HOOKS}", hooks + "/" + MediaPorts.SERVER));
        var command = List.of(program.toString(), "-p", folder.toString(), "-c", file.toString(), "-e", "stderr");
        return new Part(
                NAME,
                ports.rtmp(),
                command,
                Map.of(),
                Signal.TERM,
                Duration.ofSeconds(5),
                () -> Http.isOk(ports.http(), "/stat"));
    }
}
