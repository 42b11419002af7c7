package io.rtcroom.media;

import io.rtcroom.event.StreamEvent.RecordedFile;
import io.rtcroom.sign.StreamConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Orders to record. Only nginx-rtmp takes them; SRS and the vendor record what their own configuration says and report the
 * file, so an order to them is none.
 */
@Singleton
public class Recorders {
    private static final Logger LOG = Logger.getLogger(Recorders.class);

    private final MediaServers servers;
    private final String app;

    Recorders(MediaServers servers, StreamConfig config) {
        this.servers = servers;
        app = config.appName();
    }

    /** What became of an order. */
    enum Outcome {
        /** A file was begun, or ended. */
        DONE,
        /** There is nobody to be recorded, or nothing that was to be changed. */
        UNCHANGED,
        /** The server takes no orders and reports a file when the publisher has gone. */
        BY_ITSELF,
        /** The server neither takes orders nor reports files. */
        UNSUPPORTED
    }

    /** @param file its name in the server's folder; null unless one was begun or ended */
    record Ordered(Outcome outcome, String file) {
        static Ordered of(String file) {
            return new Ordered(file == null ? Outcome.UNCHANGED : Outcome.DONE, file);
        }
    }

    /** @param anew whether a file that is being written already is ended, so that the name of the next is known */
    Uni<Ordered> start(String server, String streamId, boolean anew) {
        return nginx(server)
                .map(nginx -> nginx.startRecording(app, streamId)
                        .chain(file -> file == null && anew ? restart(nginx, streamId) : item(file))
                        .map(Ordered::of))
                .orElseGet(() -> item(withoutOrders(server)));
    }

    private Uni<String> restart(NginxRtmp nginx, String streamId) {
        return nginx.stopRecording(app, streamId)
                .chain(ended -> ended == null ? item(null) : nginx.startRecording(app, streamId));
    }

    Uni<Ordered> stop(String server, String streamId) {
        return nginx(server)
                .map(nginx -> nginx.stopRecording(app, streamId).map(Ordered::of))
                .orElseGet(() -> item(withoutOrders(server)));
    }

    private Ordered withoutOrders(String server) {
        boolean isByItself = server.equals(MediaServers.VENDOR)
                || servers.find(server).filter(Srs.class::isInstance).isPresent();
        return new Ordered(isByItself ? Outcome.BY_ITSELF : Outcome.UNSUPPORTED, null);
    }

    /** Size and duration are null where nobody can say; it fails if the server does not answer. */
    Uni<RecordedFile> find(String server, String file) {
        return nginx(server).map(nginx -> nginx.find(file)).orElseGet(() -> item(new RecordedFile(file, null, null)));
    }

    /** Like {@link #find} for a path as the server reports it, but never fails: the file is told of all the same. */
    public Uni<RecordedFile> describe(String server, String path) {
        if (nginx(server).isEmpty()) return item(new RecordedFile(path, null, null));
        String file = NginxRtmp.nameOf(path);
        return find(server, file)
                .onFailure()
                .invoke(e -> LOG.warnf("size unknown server=%s file=%s: %s", server, file, e.toString()))
                .onFailure()
                .recoverWithItem(new RecordedFile(file, null, null));
    }

    /** Whether the file is gone now: not where we cannot delete it. It fails if the server does not answer. */
    Uni<Boolean> delete(String server, String file) {
        return nginx(server).map(nginx -> nginx.delete(file)).orElseGet(() -> item(false));
    }

    private Optional<NginxRtmp> nginx(String server) {
        return servers.find(server).filter(NginxRtmp.class::isInstance).map(NginxRtmp.class::cast);
    }

    private static <T> Uni<T> item(T item) {
        return Uni.createFrom().item(item);
    }
}
