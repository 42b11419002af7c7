package io.rtcroom.stack.edge;

import io.rtcroom.stack.config.Addresses;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.List;

/** The process {@code edge}: a listener for the world and one for the services among themselves. */
public final class Edge extends AbstractVerticle {
    private static final int EVENT_LOOPS = 2;
    private static final int MANY_OPEN_STREAMS = 20_000;
    private static final int LARGEST_LINE = 16 * 1024;
    private static final int LARGEST_HEADER = 32 * 1024;

    private final int port;
    private final int internalPort;
    private final Replicas replicas;

    private Edge(int port, int internalPort, Replicas replicas) {
        this.port = port;
        this.internalPort = internalPort;
        this.replicas = replicas;
    }

    /** @param args the port, the internal port, then {@code service=port,port} for each service */
    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        int internalPort = Integer.parseInt(args[1]);
        var replicas = new Replicas(List.of(args).subList(2, args.length));
        var vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        deploy(vertx, port, internalPort, replicas).onFailure(failure -> {
            failure.printStackTrace();
            System.exit(1);
        });
    }

    static Future<Void> deploy(Vertx vertx, int port, int internalPort, Replicas replicas) {
        return vertx.deployVerticle(
                        () -> new Edge(port, internalPort, replicas), new DeploymentOptions().setInstances(EVENT_LOOPS))
                .onSuccess(deployed -> new Watch(client(vertx), replicas).start(vertx))
                .mapEmpty();
    }

    @Override
    public void start(Promise<Void> started) {
        HttpClient client = client(vertx);
        Future.all(listen(client, RouteTable.PUBLIC, port), listen(client, RouteTable.INTERNAL, internalPort))
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private Future<HttpServer> listen(HttpClient client, RouteTable routes, int where) {
        var options = new HttpServerOptions()
                .setHost(Addresses.HOST)
                .setPort(where)
                .setMaxInitialLineLength(LARGEST_LINE)
                .setMaxHeaderSize(LARGEST_HEADER)
                .setHandle100ContinueAutomatically(true)
                .setHttp2ClearTextEnabled(false);
        return vertx.createHttpServer(options)
                .requestHandler(new Proxy(vertx, client, replicas, routes))
                .listen();
    }

    private static HttpClient client(Vertx vertx) {
        return vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(MANY_OPEN_STREAMS)
                .setConnectTimeout(1_000)
                .setKeepAliveTimeout(20)
                .setMaxInitialLineLength(LARGEST_LINE)
                .setMaxHeaderSize(LARGEST_HEADER));
    }
}
