package io.rtcroom.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;

/** The process that does nothing, with the same Java and the same heap as the services. */
final class NoopService implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int TRIES = 900;

    private final Process process;
    private final int port;

    private NoopService(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static NoopService start(Path root, int heap) throws IOException, InterruptedException {
        int port = freePort();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap + "m",
                        "-XX:+UseSerialGC",
                        "-Dquarkus.http.host=" + HOST,
                        "-Dquarkus.http.port=" + port,
                        "-jar",
                        root.resolve("dev/bench/noop/target/quarkus-app/quarkus-run.jar")
                                .toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        var service = new NoopService(process, port);
        Runtime.getRuntime().addShutdownHook(new Thread(service::close));
        for (int tries = 0; !service.answers(); tries++) {
            if (tries == TRIES || !process.isAlive()) throw new IOException("the no-op endpoint did not start");
            Thread.sleep(100);
        }
        return service;
    }

    long pid() {
        return process.pid();
    }

    String uri() {
        return "http://" + HOST + ":" + port + "/noop";
    }

    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(HOST, port), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
