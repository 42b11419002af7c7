package io.rtcroom.media;

import io.rtcroom.sign.Role;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The HTTP API of SRS. */
record Srs(ApiCalls calls, String name, String url) implements MediaServer {
    private static final int MOST = 10_000;

    @Override
    public Uni<Boolean> cut(Client client) {
        return calls.send(HttpMethod.DELETE, url + "/api/v1/clients/" + client.id())
                .map(answer -> answer.isDone() && answer.json().getInteger("code", 0) == 0);
    }

    @Override
    public Uni<List<Client>> publishers() {
        return calls.send(HttpMethod.GET, url + "/api/v1/clients/?count=" + MOST)
                .map(answer -> answer.items("clients")
                        .filter(client -> client.getBoolean("publish", false))
                        .map(this::publisher)
                        .toList());
    }

    /** Its field {@code url} is application and stream. */
    private Client publisher(JsonObject client) {
        String[] path = client.getString("url", "").split("/");
        String app = path.length > 1 ? path[path.length - 2] : "";
        return new Client(
                name, String.valueOf(client.getValue("id")), "", Role.PUBLISH, app, client.getString("name", ""));
    }
}
