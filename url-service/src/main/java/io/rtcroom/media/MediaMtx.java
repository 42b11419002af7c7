package io.rtcroom.media;

import io.rtcroom.sign.Role;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The control API of MediaMTX, which has a list of connections for each protocol. */
record MediaMtx(ApiCalls calls, String name, String url) implements MediaServer {
    private static final int MOST = 10_000;
    /** As the protocols are called in questions of authorization, and as in sources of paths. */
    private static final Map<String, String> LISTS = Map.ofEntries(
            Map.entry("rtmp", "rtmpconns"),
            Map.entry("rtmpconn", "rtmpconns"),
            Map.entry("rtmpsconn", "rtmpsconns"),
            Map.entry("rtsp", "rtspsessions"),
            Map.entry("rtspsession", "rtspsessions"),
            Map.entry("rtspssession", "rtspssessions"),
            Map.entry("webrtc", "webrtcsessions"),
            Map.entry("webrtcsession", "webrtcsessions"),
            Map.entry("srt", "srtconns"),
            Map.entry("srtconn", "srtconns"));

    /** Who plays by HLS has no connection: the next question for a segment is refused. */
    @Override
    public Uni<Boolean> cut(Client client) {
        String list = LISTS.get(client.protocol().toLowerCase(Locale.ROOT));
        if (list == null) return Uni.createFrom().item(false);
        return calls.send(HttpMethod.POST, url + "/v3/" + list + "/kick/" + client.id())
                .map(ApiCalls.Answer::isDone);
    }

    @Override
    public Uni<List<Client>> publishers() {
        return calls.send(HttpMethod.GET, url + "/v3/paths/list?itemsPerPage=" + MOST)
                .map(answer -> answer.items("items")
                        .filter(path -> path.getBoolean("ready", false) && path.getJsonObject("source") != null)
                        .map(this::publisher)
                        .toList());
    }

    private Client publisher(JsonObject path) {
        JsonObject source = path.getJsonObject("source");
        String text = path.getString("name", "");
        int border = text.lastIndexOf('/');
        return new Client(
                name,
                source.getString("id", ""),
                source.getString("type", ""),
                Role.PUBLISH,
                border < 0 ? "" : text.substring(0, border),
                text.substring(border + 1));
    }
}
