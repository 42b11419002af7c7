package io.rtcroom.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.rtcroom.room.Family;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/weapp/double_room/login",
                "/weapp/double_room//login",
                "//weapp///double_room/login/",
                "/weapp/double_room/login//"
            })
    void slashesMayBeDoubledAndTrail(String path) {
        assertEquals(Optional.of(new Endpoint(Family.DOUBLE, Operation.LOGIN)), Endpoint.find(HttpMethod.POST, path));
    }

    @ParameterizedTest
    @CsvSource({"double_room,DOUBLE", "multi_room,MULTI", "rtc_room,MULTI", "live_room,LIVE"})
    void everyFamilyHasItsPath(String path, Family family) {
        assertEquals(
                Optional.of(new Endpoint(family, Operation.PUSHER_HEARTBEAT)),
                Endpoint.find(HttpMethod.POST, "/weapp/" + path + "/pusher_heartbeat"));
    }

    @Test
    void utilsTakeBothMethodsAndRoomsOnlyPost() {
        Optional<Endpoint> info = Optional.of(new Endpoint(null, Operation.GET_LOGIN_INFO));

        assertEquals(info, Endpoint.find(HttpMethod.GET, "/weapp/utils/get_login_info"));
        assertEquals(info, Endpoint.find(HttpMethod.POST, "/weapp/utils/get_login_info"));
        assertEquals(Optional.empty(), Endpoint.find(HttpMethod.GET, "/weapp/double_room/login"));
        assertEquals(Optional.empty(), Endpoint.find(HttpMethod.PUT, "/weapp/utils/get_login_info"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/weapp",
                "/weapp/",
                "/weapp/double_room",
                "/weapp/utils/login",
                "/weapp/double_room/get_login_info",
                "/weapp/triple_room/login",
                "/weapp/__proto__/login",
                "/weapp/double_room/constructor",
                "/weapp/double_room/LOGIN",
                "/weapp/double_room/login/more",
                "/weapp/double_room/merge_stream",
                "/weapp/multi_room/add_audience",
                "/weapp/agent_room/add_audience"
            })
    void anythingElseIsNoEndpoint(String path) {
        assertEquals(Optional.empty(), Endpoint.find(HttpMethod.POST, path));
    }
}
