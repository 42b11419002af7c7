package io.rtcroom.bench;

import io.rtcroom.bench.SeededRooms.Session;
import io.rtcroom.bench.Users.User;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Pages of many rooms, the first and the last, as new and as old clients ask for them. */
final class ListRow implements Row {
    private static final int PAGE = 20;
    private static final double RATE = 100;

    private final Setting setting;

    ListRow(Setting setting) {
        this.setting = setting;
    }

    @Override
    public List<Figure> measure() throws Exception {
        List<Session> sessions = SeededRooms.in(setting, HeartbeatRow.ROOMS, HeartbeatRow.USERS);
        User user = sessions.getFirst().user();
        String lastOfOtherPages = setting.database()
                .value("select uid from room where family = 'double' and creator is not null order by uid desc offset "
                        + PAGE + " limit 1");
        String limit = measured(beat().to(setting.noop().uri(), 204)) + " no-op";
        var figures = new ArrayList<Figure>();
        figures.add(figure("first", page(user, ""), limit));
        figures.add(figure("last", page(user, "&after=" + lastOfOtherPages), limit));
        figures.add(figure("first, old clients", oldPage(user, 0), limit));
        figures.add(figure("last, old clients", oldPage(user, HeartbeatRow.ROOMS - PAGE), limit));
        return figures;
    }

    private Figure figure(String which, Call call, String limit) throws InterruptedException {
        return new Figure(
                "page of " + PAGE + " among " + HeartbeatRow.ROOMS + " rooms, " + which,
                measured(call),
                limit,
                "p50 ≤ 5 ms, first and last");
    }

    private String measured(Call call) throws InterruptedException {
        Tally tally =
                setting.run(new OpenLoop(setting.wires(), RATE, (wire, number, due) -> wire.send(call)), setting.cpu());
        return tally.percentiles() + tally.complaint();
    }

    private Call page(User user, String after) {
        String uri = setting.stack().origin(Setting.ROOM_SERVICE) + "/v1/rooms?family=double&limit=" + PAGE + after;
        return Call.get(uri, user.token()).containing("seeded-");
    }

    private Call oldPage(User user, int index) {
        return Call.old(
                        setting.stack().origin(Setting.ROOM_SERVICE) + "/weapp/double_room/get_room_list",
                        user,
                        new JsonObject().put("index", index).put("cnt", PAGE))
                .containing("seeded-");
    }

    private Call beat() {
        return Call.post(setting.noop().uri(), null, new JsonObject(), 204);
    }
}
