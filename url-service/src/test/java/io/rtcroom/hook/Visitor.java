package io.rtcroom.hook;

import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.rtcroom.Callers;
import io.rtcroom.RunningService;
import java.util.Map;

/** A stream of a user, and the calls a media server makes about a client of it. */
record Visitor(String streamId, String pushQuery, String playQuery) {
    static Visitor of(String userId) {
        var stream = Callers.service()
                .body(Map.of("userId", userId))
                .post("/internal/streams")
                .then()
                .statusCode(200)
                .extract();
        return new Visitor(
                stream.path("streamId"),
                stream.<String>path("pushUrl").replaceFirst(".*\\?", ""),
                stream.<String>path("accelerateUrl").replaceFirst(".*\\?", ""));
    }

    /** As nginx-rtmp sends it: its own fields first, then the client's query as it is. */
    ValidatableResponse nginx(String call, int clientId, String query) {
        return post(
                "/hooks/nginx-rtmp/" + RunningService.HOOK_SECRET + "/nginx-1",
                "application/x-www-form-urlencoded",
                "app=live&flashver=FMLE/3.0%20(compatible%3B%20Lavf59.27&swfurl=&tcurl=rtmp://127.0.0.1:1935/live"
                        + "&pageurl=&addr=203.0.113.7&clientid=" + clientId + "&call=" + call + "&name=" + streamId
                        + "&type=live&" + query);
    }

    ValidatableResponse srs(String action, String query) {
        return post(
                "/hooks/srs/" + RunningService.HOOK_SECRET + "/srs-1",
                "application/json",
                """
                {"server_id":"vid-0xk989d","service_id":"382a6o1k","action":"%s","client_id":"341w361a",
                 "ip":"203.0.113.7","vhost":"__defaultVhost__","app":"live","tcUrl":"rtmp://127.0.0.1:1935/live",
                 "stream":"%s","param":"?%s"}
                """
                        .formatted(action, streamId, query));
    }

    ValidatableResponse srsRecorded(String file) {
        return post(
                "/hooks/srs/" + RunningService.HOOK_SECRET + "/srs-1",
                "application/json",
                """
                {"action":"on_dvr","client_id":"341w361a","ip":"203.0.113.7","vhost":"__defaultVhost__","app":"live",
                 "stream":"%s","param":"","cwd":"/usr/local/srs","file":"%s"}
                """
                        .formatted(streamId, file));
    }

    ValidatableResponse mediaMtx(String action, String query) {
        return post(
                "/hooks/mediamtx/" + RunningService.HOOK_SECRET + "/mtx-1/auth",
                "application/json",
                """
                {"user":"","password":"","token":"","ip":"203.0.113.7","action":"%s","path":"live/%s",
                 "protocol":"rtmp","id":"5e4d8ab6-8e8f-4f0e-a7d6-6e2b6f0e5a11","query":"%s"}
                """
                        .formatted(action, streamId, query));
    }

    ValidatableResponse mediaMtxTells(String what) {
        return post(
                "/hooks/mediamtx/" + RunningService.HOOK_SECRET + "/mtx-1/" + what,
                "application/x-www-form-urlencoded",
                "path=live/" + streamId + "&query=&source_type=rtmpConn&source_id=5e4d8ab6");
    }

    private static ValidatableResponse post(String path, String type, String body) {
        return RestAssured.given().contentType(type).body(body).post(path).then();
    }
}
