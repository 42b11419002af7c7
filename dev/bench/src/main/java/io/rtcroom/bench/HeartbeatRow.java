package io.rtcroom.bench;

import io.rtcroom.bench.SeededRooms.Session;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Heartbeats without pause, beside the same requests to an endpoint that does nothing. */
final class HeartbeatRow implements Row {
    static final int ROOMS = 20_000;
    static final int USERS = 1_000;
    private static final int WORKERS = 64;
    /** Few enough for the warm-up to have reached each. */
    private static final int NAMED = 4_000;

    private final Setting setting;

    HeartbeatRow(Setting setting) {
        this.setting = setting;
    }

    private record Measured(Tally tally, double micros, double generator) {
        double rate() {
            return tally.perSecond();
        }
    }

    @Override
    public List<Figure> measure() throws Exception {
        List<Session> sessions = SeededRooms.in(setting, ROOMS, USERS);
        String room = setting.stack().origin(Setting.ROOM_SERVICE);
        String edge = setting.stack().origin(Setting.EDGE);
        List<Call> beats = sessions.stream().map(session -> beat(room, session)).toList();
        int many = sessions.size() / USERS;
        List<Call> beatsOfAllRooms = ofAllRooms(room, sessions);

        introduce(beatsOfAllRooms);
        Measured one = load(beats, Setting.ROOM_SERVICE);
        Measured noop = load(toNoop(beats), Setting.NOOP);
        Measured all = load(beatsOfAllRooms, Setting.ROOM_SERVICE);
        Measured old = load(ofOldClients(room, sessions.subList(0, NAMED)), Setting.ROOM_SERVICE);
        Measured proxied =
                load(sessions.stream().map(session -> beat(edge, session)).toList(), Setting.EDGE);

        var figures = new ArrayList<Figure>();
        figures.add(new Figure(
                "heartbeats, one a request, of " + sessions.size() + " members",
                rate(one),
                Figure.perSecond(noop.rate()) + " no-op " + Figure.share(one.rate(), noop.rate()),
                "≥ 0.8 of the no-op"));
        figures.add(new Figure(
                "  CPU in room-service per beat",
                Figure.micros(one.micros),
                Figure.micros(noop.micros) + " no-op",
                "≤ 20 µs"));
        figures.add(new Figure(
                "  CPU in the load generator per request",
                Figure.micros(one.generator),
                Figure.micros(noop.generator) + " no-op",
                ""));
        figures.add(Figure.of("heartbeats, " + many + " rooms a request", rate(all)));
        figures.add(Figure.of(
                "  CPU in room-service per request, per beat",
                Figure.micros(all.micros) + ", " + Figure.micros(all.micros / many)));
        figures.add(Figure.of("heartbeats of old clients", rate(old)));
        figures.add(Figure.of("  CPU in room-service per beat", Figure.micros(old.micros)));
        figures.add(Figure.of("heartbeats through the edge proxy", rate(proxied)));
        figures.add(Figure.of("  CPU in the proxy per beat", Figure.micros(proxied.micros)));
        return figures;
    }

    /** A replica looks a session up when it first hears it; that is once a stay, not once a beat. */
    private void introduce(List<Call> beatsOfAllRooms) {
        for (Call call : beatsOfAllRooms) Wires.await(setting.wires().get(0).send(call));
    }

    private static String rate(Measured measured) {
        return Figure.perSecond(measured.rate()) + measured.tally.complaint();
    }

    private Measured load(List<Call> calls, String process) throws InterruptedException {
        CpuMeter cpu = setting.cpu(process);
        Tally tally = setting.run(
                new ClosedLoop(
                        setting.wires(),
                        WORKERS,
                        (wire, number, due) -> wire.send(calls.get((int) (number % calls.size())))),
                cpu);
        return new Measured(
                tally, cpu.microsEach(process, tally.count()), cpu.microsEach(Setting.GENERATOR, tally.count()));
    }

    private static Call beat(String origin, Session session) {
        return Call.post(
                origin + "/v1/rooms/" + session.roomUid() + "/heartbeat",
                session.user().token(),
                new JsonObject().put("session", session.number()),
                204);
    }

    private List<Call> toNoop(List<Call> beats) {
        return beats.stream().map(beat -> beat.to(setting.noop().uri(), 204)).toList();
    }

    /** One request for each user, with every room the user is in. */
    private static List<Call> ofAllRooms(String origin, List<Session> sessions) {
        Map<Users.User, JsonArray> byUser = new LinkedHashMap<>();
        for (Session session : sessions)
            byUser.computeIfAbsent(session.user(), user -> new JsonArray())
                    .add(new JsonObject().put("roomUid", session.roomUid()).put("session", session.number()));
        var calls = new ArrayList<Call>();
        byUser.forEach((user, beats) -> calls.add(
                Call.post(origin + "/v1/heartbeats", user.token(), new JsonObject().put("sessions", beats), 200)
                        .containing("\"present\":true")));
        return calls;
    }

    private static List<Call> ofOldClients(String origin, List<Session> sessions) {
        return sessions.stream()
                .map(session -> Call.old(
                        origin + "/weapp/double_room/pusher_heartbeat",
                        session.user(),
                        new JsonObject().put("roomID", session.roomId())))
                .toList();
    }
}
