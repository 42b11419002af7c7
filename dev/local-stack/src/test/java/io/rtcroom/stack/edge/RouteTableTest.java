package io.rtcroom.stack.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {
    @ParameterizedTest
    @CsvSource({
        "/v1/streams, url-service",
        "/v1/streams/x, url-service",
        "/v1/streamsome, room-service",
        "/hooks/tencent, url-service",
        "/hooks/tencent-im, notify-service",
        "/v1/events, notify-service",
        "/v1/messages/7, notify-service",
        "/v1/webhooks, notify-service",
        "/v1/rooms, room-service",
        "/v1, room-service",
        "/weapp/double_room/login, room-service",
        "//weapp//double_room/login, room-service",
        "/v1//streams, url-service",
        "/weapp/double_room/login/, room-service",
        "/openapi/url-service.yaml, url-service",
    })
    void aPublicPathHasOneService(String path, String service) {
        assertEquals(service, RouteTable.PUBLIC.find(path).orElseThrow().service());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/internal/streams",
                "//internal/streams",
                "/q/health",
                "/v1/../internal/streams",
                "/v1/%2e%2E/internal/streams",
                "/v1/..%2finternal/streams",
                "/weapp/./x",
                "/weappx",
                "/hooks/srs",
                "/hooks",
                "/V1/rooms",
                "*",
                "http://host/v1/rooms",
            })
    void whatIsNotInTheTableIsServedByNobody(String path) {
        assertTrue(RouteTable.PUBLIC.find(path).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "/internal/streams, url-service",
        "/internal/streams/verify, url-service",
        "/internal/recordings/start, url-service",
        "/internal/im-groups/r1, notify-service",
        "/internal/rooms/u1, room-service",
        "/internal/calls/c1/decline, room-service"
    })
    void servicesReachEachOtherInside(String path, String service) {
        assertEquals(service, RouteTable.INTERNAL.find(path).orElseThrow().service());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/rooms", "/internal", "/q/health"})
    void nothingElseIsServedInside(String path) {
        assertTrue(RouteTable.INTERNAL.find(path).isEmpty());
    }
}
