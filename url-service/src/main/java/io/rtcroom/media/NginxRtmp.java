package io.rtcroom.media;

import io.rtcroom.event.StreamEvent.RecordedFile;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The control module of nginx-rtmp. It reaches the clients of the worker process that answers, so there must be one
 * worker alone.
 */
record NginxRtmp(ApiCalls calls, String url) implements MediaServer {
    private static final String RECORDER = "rtcroom";
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_-]{1,160}\\.flv");
    private static final int LENGTH_FIELD = 4;
    private static final int TAG_HEADER = 11;

    /** Our names and its numbers need no escaping. */
    @Override
    public Uni<Boolean> cut(Client client) {
        String drop =
                url + "/drop/client?app=" + client.app() + "&name=" + client.streamId() + "&clientid=" + client.id();
        return calls.send(HttpMethod.GET, drop)
                .map(answer -> answer.isDone() && !answer.body().equals("0"));
    }

    @Override
    public Uni<List<Client>> publishers() {
        return Uni.createFrom().item(List.of());
    }

    /** Begins a file and answers its name; null if nobody publishes or it is being recorded already. */
    Uni<String> startRecording(String app, String streamId) {
        return order("start", app, streamId);
    }

    /** Ends a file and answers its name; null if none is being written. */
    Uni<String> stopRecording(String app, String streamId) {
        return order("stop", app, streamId);
    }

    private Uni<String> order(String verb, String app, String streamId) {
        String ask = url + "/record/" + verb + "?app=" + app + "&name=" + streamId + "&rec=" + RECORDER;
        return calls.send(HttpMethod.GET, ask).map(answer -> {
            if (answer.status() >= 500) throw new IllegalStateException("the control module says " + answer.status());
            return answer.isDone() && !answer.body().isEmpty() ? nameOf(answer.body()) : null;
        });
    }

    static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /**
     * What the end of an FLV file says: the length of its last tag, and so where that is, and so when it was. Neither is
     * known if there is no such file.
     */
    Uni<RecordedFile> find(String file) {
        var unknown = new RecordedFile(file, null, null);
        if (!isOurs(file)) return Uni.createFrom().item(unknown);
        String place = placeOf(file);
        return calls.part(place, "bytes=-" + LENGTH_FIELD).chain(end -> {
            if (end == null) return Uni.createFrom().item(unknown);
            long tag = end.bytes().length() < LENGTH_FIELD
                    ? -1
                    : end.size() - LENGTH_FIELD - end.bytes().getUnsignedInt(0);
            if (tag < 0) return Uni.createFrom().item(new RecordedFile(file, end.size(), null));
            return calls.part(place, "bytes=" + tag + "-" + (tag + TAG_HEADER - 1))
                    .map(header -> new RecordedFile(file, end.size(), header == null ? null : timeOf(header.bytes())));
        });
    }

    /** Its lower three bytes come first, then the highest. */
    private static Long timeOf(Buffer tag) {
        return tag.length() < TAG_HEADER ? null : tag.getUnsignedMedium(4) | (long) tag.getUnsignedByte(7) << 24;
    }

    /** Whether the file is gone now; not if it cannot be one of ours. */
    Uni<Boolean> delete(String file) {
        if (!isOurs(file)) return Uni.createFrom().item(false);
        return calls.send(HttpMethod.DELETE, placeOf(file)).map(answer -> {
            if (answer.isDone() || answer.status() == 404) return true;
            throw new IllegalStateException("the file is not deleted: " + answer.status());
        });
    }

    private static boolean isOurs(String file) {
        return FILE.matcher(file).matches();
    }

    /** The folder is beside the control module. */
    private String placeOf(String file) {
        return url.substring(0, url.lastIndexOf('/')) + "/recordings/" + file;
    }
}
