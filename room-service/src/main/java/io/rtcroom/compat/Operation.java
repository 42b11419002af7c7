package io.rtcroom.compat;

import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What old clients can ask for; the name in lower case is the last part of the path. */
enum Operation {
    GET_LOGIN_INFO(Group.UTILS),
    GET_TEST_PUSHURL(Group.UTILS),
    GET_TEST_RTMPACCURL(Group.UTILS),
    REPORT(Group.UTILS),
    LOGIN(Group.ROOM),
    LOGOUT(Group.ROOM),
    GET_PUSH_URL(Group.ROOM),
    CREATE_ROOM(Group.ROOM),
    DESTROY_ROOM(Group.ROOM),
    ADD_PUSHER(Group.ROOM),
    DELETE_PUSHER(Group.ROOM),
    PUSHER_HEARTBEAT(Group.ROOM),
    GET_PUSHERS(Group.ROOM),
    GET_ROOM_LIST(Group.ROOM),
    SET_CUSTOM_FIELD(Group.LIVE),
    GET_CUSTOM_INFO(Group.LIVE),
    ADD_AUDIENCE(Group.LIVE),
    DELETE_AUDIENCE(Group.LIVE),
    GET_AUDIENCES(Group.LIVE),
    MERGE_STREAM(Group.LIVE),
    OPEN(Group.AGENT),
    CLOSE(Group.AGENT),
    SET_STATE(Group.AGENT),
    HEARTBEAT(Group.AGENT),
    ACCEPT(Group.AGENT),
    REJECT(Group.AGENT),
    CALL(Group.AGENT),
    POLL(Group.AGENT),
    CANCEL(Group.AGENT),
    LIST(Group.AGENT);

    /** What stands before the name in the path. */
    enum Group {
        UTILS,
        ROOM,
        /** Of live rooms alone, besides all that is of rooms. */
        LIVE,
        AGENT;

        private boolean has(Group other) {
            return this == other || this == LIVE && other == ROOM;
        }
    }

    private static final Map<String, Operation> BY_NAME = new HashMap<>();

    static {
        for (Operation operation : values()) BY_NAME.put(operation.name().toLowerCase(Locale.ROOT), operation);
    }

    private final Group group;

    Operation(Group group) {
        this.group = group;
    }

    /** Null if there is no such endpoint. */
    static Operation find(String name, Group group) {
        Operation operation = BY_NAME.get(name);
        return operation != null && group != null && group.has(operation.group) ? operation : null;
    }

    /** Originals disagree about utils, so both methods do there; rooms are POST only (protocol.md §1.1). */
    boolean allows(HttpMethod method) {
        return method == HttpMethod.POST || method == HttpMethod.GET && group == Group.UTILS;
    }
}
