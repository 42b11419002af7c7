package io.rtcroom.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Addresses that one thread signs, by JMH in a process like the services' own, beside the hashes alone. */
final class SignerRow implements Row {
    private static final String GOAL = "≥ 1,000,000 /s";

    private final Setting setting;

    SignerRow(Setting setting) {
        this.setting = setting;
    }

    @Override
    public List<Figure> measure() throws Exception {
        JsonArray results = run();
        Map<String, Double> addresses = scores(results, "publishAddress");
        Map<String, Double> hashes = scores(results, "hashAlone");
        var figures = new ArrayList<Figure>();
        addresses.forEach((form, rate) -> figures.add(new Figure(
                "addresses signed by one thread, " + form,
                Figure.perSecond(rate),
                Figure.perSecond(hashes.get(form)) + " hash alone " + Figure.share(rate, hashes.get(form)),
                GOAL)));
        return figures;
    }

    private JsonArray run() throws IOException, InterruptedException {
        Path results = Files.createTempFile("signer", ".json");
        try {
            Process jmh = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            setting.root()
                                    .resolve("dev/bench/signer/target/signer.jar")
                                    .toString(),
                            "org.openjdk.jmh.Main",
                            "-jvmArgs",
                            "-XX:+UseSerialGC",
                            "-foe",
                            "true",
                            "-f",
                            "1",
                            "-wi",
                            "5",
                            "-w",
                            "2s",
                            "-i",
                            "5",
                            "-r",
                            Math.ceilDiv(setting.options().seconds(), 5) + "s",
                            "-rf",
                            "json",
                            "-rff",
                            results.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(jmh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (jmh.waitFor() != 0) throw new IOException("JMH failed:\n" + said);
            return new JsonArray(Files.readString(results));
        } finally {
            Files.delete(results);
        }
    }

    /** By form. */
    private static Map<String, Double> scores(JsonArray results, String method) {
        var scores = new LinkedHashMap<String, Double>();
        for (int i = 0; i < results.size(); i++) {
            JsonObject result = results.getJsonObject(i);
            if (result.getString("benchmark").endsWith("." + method))
                scores.put(
                        result.getJsonObject("params").getString("form"),
                        result.getJsonObject("primaryMetric").getDouble("score"));
        }
        return scores;
    }
}
