package io.rtcroom.stack.part;

import io.rtcroom.stack.config.ServiceEnvironment;
import io.rtcroom.stack.config.ServiceName;
import io.rtcroom.stack.process.Signal;
import java.nio.file.Path;

/** A replica of one of the three services. */
public final class Service {
    public static final String HEALTH = "/q/health/ready";

    private Service() {}

    public static Part replica(
            ServiceName service, int number, int port, Jvm jvm, Path root, ServiceEnvironment environment) {
        return new Part(
                service.text() + "-" + number,
                port,
                ServiceCommand.of(service, jvm, root, System.getenv()),
                environment.of(service, port),
                Signal.TERM,
                jvm.patience(),
                () -> Http.isOk(port, HEALTH));
    }
}
