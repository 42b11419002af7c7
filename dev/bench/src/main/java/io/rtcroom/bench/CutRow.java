package io.rtcroom.bench;

import io.rtcroom.bench.Users.User;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a publisher goes on whose user is revoked: from before the request until ffmpeg has ended, on a stack of its
 * own with a real media server. Beside it the same for publishers whom the media server is told to drop.
 */
final class CutRow implements Row {
    private static final int CUTS = 50;
    /** The first are no part of the figures. */
    private static final int WARM_UP = 10;

    private static final int AT_ONCE = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String WHAT = "revocation → end of the publisher";
    private static final Pattern LISTENS = Pattern.compile("http \\{.*?listen (\\S+);", Pattern.DOTALL);

    private final Setting setting;

    CutRow(Setting setting) {
        this.setting = setting;
    }

    /** Makes a publisher's stream end. */
    private interface Cut {
        Call of(User user, String streamId);
    }

    private record Stream(User user, String id, Publisher publisher) {}

    @Override
    public List<Figure> measure() throws Exception {
        if (Programs.onPath("ffmpeg").isEmpty()) return notMeasured("no ffmpeg on the PATH");
        try (var stack = LocalStack.start(setting.root(), setting.options().heap(), "--media")) {
            String control = "http://" + controlOf(stack) + "/control/drop/publisher?app=live&name=";
            String revoke = stack.origin(Setting.ROOM_SERVICE) + "/v1/users/";
            List<User> users = new Users(stack, setting.wires()).first(WARM_UP + 2 * CUTS);
            Cut byRevocation =
                    (user, id) -> Call.post(revoke + user.id() + "/revocations", stack.apiKey(), new JsonObject(), 204);
            Cut byOrder = (user, id) -> Call.get(control + id, null).containing("1");
            timed(stack, users.subList(0, WARM_UP), byRevocation);
            Tally revoked = timed(stack, users.subList(WARM_UP, WARM_UP + CUTS), byRevocation);
            Tally dropped = timed(stack, users.subList(WARM_UP + CUTS, WARM_UP + 2 * CUTS), byOrder);
            return List.of(new Figure(
                    WHAT + ", of " + CUTS,
                    percentiles(revoked),
                    percentiles(dropped) + " dropped by hand",
                    "p99 < 500 ms"));
        } catch (LocalStack.NotStarted e) {
            if (e.getMessage().contains("--media needs")) return notMeasured("no nginx with the rtmp module");
            throw e;
        }
    }

    private static List<Figure> notMeasured(String why) {
        return List.of(Figure.of(WHAT, "not measured: " + why));
    }

    /** Where the media server takes orders: only its configuration says. */
    private static String controlOf(LocalStack stack) throws Exception {
        String configuration = Files.readString(stack.file(Path.of("media", "nginx.conf")));
        Matcher listens = LISTENS.matcher(configuration);
        if (!listens.find()) throw new IllegalStateException("the media server's configuration names no port");
        return listens.group(1);
    }

    private Tally timed(LocalStack stack, List<User> users, Cut cut) throws Exception {
        var tally = new Tally();
        tally.open();
        for (int from = 0; from < users.size(); from += AT_ONCE) {
            List<Stream> streams = publishing(stack, users.subList(from, Math.min(users.size(), from + AT_ONCE)));
            try {
                for (Stream stream : streams) end(stream, cut, tally);
            } finally {
                streams.forEach(stream -> stream.publisher.close());
            }
        }
        tally.close();
        return tally;
    }

    private void end(Stream stream, Cut cut, Tally tally) throws Exception {
        Call call = cut.of(stream.user, stream.id);
        long begin = System.nanoTime();
        Wires.await(setting.wires().get(0).send(call));
        tally.record(stream.publisher.awaitEnd(PATIENCE) - begin);
    }

    private List<Stream> publishing(LocalStack stack, List<User> users) throws Exception {
        var streams = new ArrayList<Stream>();
        for (User user : users) {
            Call create =
                    Call.post(stack.origin(Setting.URL_SERVICE) + "/v1/streams", user.token(), new JsonObject(), 201);
            JsonObject made = Wires.await(setting.wires().get(0).send(create)).toJsonObject();
            streams.add(new Stream(user, made.getString("streamId"), Publisher.to(made.getString("pushUrl"))));
        }
        for (Stream stream : streams) stream.publisher.awaitPictures(PATIENCE);
        return streams;
    }

    private static String percentiles(Tally tally) {
        return tally.percentiles() + ", longest " + Figure.millis(tally.millis(100));
    }
}
