package io.rtcroom.bench;

import io.rtcroom.bench.Users.User;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A media server that asks whether clients may publish and play, in turn, at a fixed rate. Some may not. */
final class HooksRow implements Row {
    private static final double RATE = 500;
    private static final int STREAMS = 200;
    private static final int FORGED_EVERY = 10;
    private static final int WORKERS = 16;

    private final Setting setting;
    private final Tally publish = new Tally();
    private final Tally play = new Tally();

    HooksRow(Setting setting) {
        this.setting = setting;
    }

    /** What is asked for one stream. */
    private record Questions(Call publish, Call play, Call forged) {
        static Questions of(String hook, int client, JsonObject stream) {
            String publish = question("publish", client, stream.getString("pushUrl"));
            String play = question("play", client, stream.getString("accelerateUrl"));
            return new Questions(
                    Call.form(hook, publish, 204),
                    Call.form(hook, play, 204),
                    Call.form(hook, play.replaceFirst("(txSecret|sig)=.", "$1=-"), 403));
        }

        /** As nginx-rtmp writes it: its own fields, then the client's query as it came. */
        private static String question(String call, int client, String address) {
            String[] parts = address.substring(address.indexOf("/live/") + "/live/".length())
                    .split("\\?", 2);
            return "app=live&flashver=&swfurl=&tcurl=&pageurl=&addr=127.0.0.1&clientid=" + client + "&call=" + call
                    + "&name=" + parts[0] + "&type=live&" + parts[1];
        }
    }

    @Override
    public List<Figure> measure() throws Exception {
        String hook =
                setting.stack().origin(Setting.URL_SERVICE) + "/hooks/nginx-rtmp/" + LocalStack.HOOK_SECRET + "/bench";
        List<Questions> questions = new ArrayList<>();
        for (User user : setting.users().first(STREAMS))
            questions.add(Questions.of(hook, questions.size(), streamOf(user)));
        CpuMeter cpu = setting.cpu(Setting.URL_SERVICE);
        Task ask = (wire, number, due) -> ask(wire, questions, number, due);
        Tally most = setting.run(new ClosedLoop(setting.wires(), WORKERS, ask), setting.cpu());
        Tally all = setting.run(
                new OpenLoop(setting.wires(), RATE, ask).with(publish).with(play), cpu);
        String limit = noop(questions).percentiles() + " no-op";
        String rate = Figure.perSecond(RATE);
        return List.of(
                new Figure(
                        "hook at " + rate + ", may publish",
                        publish.percentiles() + all.complaint(),
                        limit,
                        "p99 ≤ 5 ms"),
                new Figure("hook at " + rate + ", may play", play.percentiles(), limit, "p99 ≤ 5 ms"),
                Figure.of(
                        "  CPU in url-service per hook",
                        Figure.micros(cpu.microsEach(Setting.URL_SERVICE, all.count()))),
                Figure.of("  hooks without pause", Figure.perSecond(most.perSecond()) + most.complaint()));
    }

    private JsonObject streamOf(User user) {
        Call create = Call.post(
                setting.stack().origin(Setting.URL_SERVICE) + "/v1/streams", user.token(), new JsonObject(), 201);
        return Wires.await(setting.wires().get(0).send(create)).toJsonObject();
    }

    private Future<Buffer> ask(Wire wire, List<Questions> questions, long number, long due) {
        Questions asked = questions.get((int) (number / 2 % questions.size()));
        if (number % FORGED_EVERY == 0) return wire.send(asked.forged);
        boolean isPublish = number % 2 == 0;
        Tally tally = isPublish ? publish : play;
        return wire.send(isPublish ? asked.publish : asked.play).onSuccess(answer -> {
            tally.done();
            tally.took(due);
        });
    }

    private Tally noop(List<Questions> questions) throws InterruptedException {
        List<Call> calls = questions.stream()
                .map(asked -> asked.play.to(setting.noop().uri(), 204))
                .toList();
        return setting.run(
                new OpenLoop(
                        setting.wires(),
                        RATE,
                        (wire, number, due) -> wire.send(calls.get((int) (number % calls.size())))),
                setting.cpu());
    }
}
