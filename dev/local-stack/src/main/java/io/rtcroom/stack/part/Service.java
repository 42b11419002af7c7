package io.rtcroom.stack.part;

import io.rtcroom.stack.config.ServiceEnvironment;
import io.rtcroom.stack.config.ServiceName;
import io.rtcroom.stack.process.Signal;
import java.nio.file.Path;
import java.time.Duration;

/** A replica of one of the three services. */
public final class Service {
    public static final String HEALTH = "/q/health/ready";

    private Service() {}

    /** @param heap in MB */
    public static Part replica(
            ServiceName service, int number, int port, int heap, Path root, ServiceEnvironment environment) {
        Path jar = root.resolve(service.text()).resolve("target/quarkus-app/quarkus-run.jar");
        return new Part(
                service.text() + "-" + number,
                port,
                JavaCommand.jar(jar, heap),
                environment.of(service, port),
                Signal.TERM,
                Duration.ofSeconds(15),
                () -> Http.isOk(port, HEALTH));
    }
}
