package io.rtcroom.queue;

import io.rtcroom.agent.Skills;
import io.rtcroom.queue.Matching.Step;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * A queue's settings, as of the moment they were read.
 *
 * @param now the database's time at that moment
 */
record Queue(
        String name,
        Strategy strategy,
        Skills skills,
        List<Step> steps,
        Duration offerFor,
        Duration wrapUp,
        Duration maxWait,
        int maxLength,
        List<Hours> hours,
        ZoneId zone,
        boolean unstaffed,
        Duration answerWithin,
        Instant now) {

    /** The columns {@link #of} reads, in its order. */
    static final String COLUMNS = "name, strategy, skills, steps, offer_seconds, wrap_up_seconds, max_wait_seconds,"
            + " max_length, hours, time_zone, unstaffed, answer_within_seconds, clock_timestamp()";

    static Queue of(Row row) {
        return new Queue(
                row.getString(0),
                Strategy.valueOf(row.getString(1)),
                Skills.read(row.getString(2)),
                steps(row.getString(3)),
                Duration.ofSeconds(row.getInteger(4)),
                Duration.ofSeconds(row.getInteger(5)),
                Duration.ofSeconds(row.getInteger(6)),
                row.getInteger(7),
                Hours.read(row.getString(8)),
                ZoneId.of(row.getString(9)),
                row.getBoolean(10),
                Duration.ofSeconds(row.getInteger(11)),
                row.get(OffsetDateTime.class, 12).toInstant());
    }

    Matching matching() {
        return new Matching(strategy, skills, steps, now);
    }

    boolean isOpen() {
        ZonedDateTime local = now.atZone(zone);
        return hours.isEmpty() || hours.stream().anyMatch(each -> each.contains(local));
    }

    static String json(List<Step> steps) {
        JsonArray array = new JsonArray();
        steps.forEach(step -> array.add(new JsonObject()
                .put("afterSeconds", step.afterSeconds())
                .put("skills", new JsonObject(step.skills().json()))));
        return array.encode();
    }

    private static List<Step> steps(String json) {
        return new JsonArray(json)
                .stream()
                        .map(JsonObject.class::cast)
                        .map(step -> new Step(
                                step.getInteger("afterSeconds"),
                                Skills.read(step.getJsonObject("skills").encode())))
                        .toList();
    }
}
