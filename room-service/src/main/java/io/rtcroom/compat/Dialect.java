package io.rtcroom.compat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rtcroom.room.Family;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Which call answers which endpoint. */
@Singleton
class Dialect {
    private final Logins logins;
    private final RoomCalls rooms;
    private final LiveCalls live;
    private final DemoCalls demo;
    private final AgentCalls agents;

    Dialect(Logins logins, RoomCalls rooms, LiveCalls live, DemoCalls demo, AgentCalls agents) {
        this.logins = logins;
        this.rooms = rooms;
        this.live = live;
        this.demo = demo;
        this.agents = agents;
    }

    Uni<ObjectNode> answer(Endpoint endpoint, CompatRequest request) {
        Family family = endpoint.family();
        return switch (endpoint.operation()) {
            case GET_LOGIN_INFO -> demo.getLoginInfo(request);
            case GET_TEST_PUSHURL -> demo.getTestPushUrl();
            case GET_TEST_RTMPACCURL -> demo.getClockUrl();
            // Clients of 2018 post statistics; nobody reads them.
            case REPORT -> Uni.createFrom().item(Answers.ok());
            case LOGIN -> logins.login(request);
            case LOGOUT -> logins.logout(request);
            case GET_PUSH_URL -> rooms.getPushUrl(family, request);
            case CREATE_ROOM -> rooms.create(family, request);
            case DESTROY_ROOM -> rooms.destroy(family, request);
            case ADD_PUSHER -> rooms.addPusher(family, request);
            case DELETE_PUSHER -> rooms.deletePusher(family, request);
            case PUSHER_HEARTBEAT -> rooms.heartbeat(family, request);
            case GET_PUSHERS -> rooms.getPushers(family, request);
            case GET_ROOM_LIST -> rooms.getRoomList(family, request);
            case SET_CUSTOM_FIELD -> live.setCustomField(request);
            case GET_CUSTOM_INFO -> live.getCustomInfo(request);
            case ADD_AUDIENCE -> live.addAudience(request);
            case DELETE_AUDIENCE -> live.deleteAudience(request);
            case GET_AUDIENCES -> live.getAudiences(request);
            case MERGE_STREAM -> live.mergeStream(request);
            case OPEN -> agents.open(request);
            case CLOSE -> agents.close(request);
            case SET_STATE -> agents.setState(request);
            case HEARTBEAT -> agents.heartbeat(request);
            case ACCEPT -> agents.accept(request);
            case REJECT -> agents.reject(request);
            case CALL -> agents.call(request);
            case POLL -> agents.poll(request);
            case CANCEL -> agents.cancel(request);
            case LIST -> agents.list(request);
        };
    }
}
