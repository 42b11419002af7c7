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
        return new Part(
                service.text() + "-" + number,
                port,
                ServiceCommand.of(service, heap, root, System.getenv()),
                environment.of(service, port),
                Signal.TERM,
                Duration.ofSeconds(15),
                () -> Http.isOk(port, HEALTH));
    }
}
