package io.rtcroom.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;

/**
 * A request, and the answer that it must get.
 *
 * @param text what the answer must contain; may be empty
 */
record Call(RequestOptions options, Buffer body, int status, String text) {
    private static final int PATIENCE_MILLIS = 15_000;

    static Call post(String uri, String token, JsonObject body, int status) {
        return new Call(options(HttpMethod.POST, uri, token), body.toBuffer(), status, "");
    }

    /** @param form what a media server would post */
    static Call form(String uri, String form, int status) {
        RequestOptions options = options(HttpMethod.POST, uri, null);
        options.putHeader("Content-Type", "application/x-www-form-urlencoded");
        return new Call(options, Buffer.buffer(form), status, "");
    }

    static Call get(String uri, String token) {
        return new Call(options(HttpMethod.GET, uri, token), Buffer.buffer(), 200, "");
    }

    static Call delete(String uri, String token, int status) {
        return new Call(options(HttpMethod.DELETE, uri, token), Buffer.buffer(), status, "");
    }

    /** A request of an old client: who asks is in the query and in the body. */
    static Call old(String uri, Users.User user, JsonObject body) {
        return post(uri + "?userID=" + user.id() + "&token=" + user.token(), null, body.put("userID", user.id()), 200)
                .containing("\"code\":0");
    }

    Call containing(String wanted) {
        return new Call(options, body, status, wanted);
    }

    /** The same bytes to another place. */
    Call to(String uri, int otherStatus) {
        URI target = URI.create(uri);
        RequestOptions same = new RequestOptions(options)
                .setHost(target.getHost())
                .setPort(target.getPort())
                .setURI(target.getRawPath());
        return new Call(same, body, otherStatus, "");
    }

    private static RequestOptions options(HttpMethod method, String uri, String token) {
        URI target = URI.create(uri);
        String query = target.getRawQuery();
        var options = new RequestOptions()
                .setMethod(method)
                .setHost(target.getHost())
                .setPort(target.getPort())
                .setURI(target.getRawPath() + (query == null ? "" : "?" + query))
                .setTimeout(PATIENCE_MILLIS)
                .putHeader("Content-Type", "application/json");
        return token == null ? options : options.putHeader("Authorization", "Bearer " + token);
    }
}
