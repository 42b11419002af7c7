package io.rtcroom.media;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/**
 * The control module of nginx-rtmp. It reaches the clients of the worker process that answers, so there must be one
 * worker alone.
 */
record NginxRtmp(ApiCalls calls, String url) implements MediaServer {
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
}
