package io.rtcroom.queue;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * A stretch of one weekday in which a queue takes callers.
 *
 * @param day 1 is Monday
 * @param from as in 09:00, and {@code to} is not in it any more
 */
record Hours(int day, String from, String to) {
    Hours {
        if (day < 1 || day > 7) throw invalid("the day of hours must be from 1 (Monday) to 7");
        if (!time(from).isBefore(time(to))) throw invalid("the hours of a day must begin before they end");
    }

    boolean contains(ZonedDateTime local) {
        LocalTime time = local.toLocalTime();
        return local.getDayOfWeek().getValue() == day && !time.isBefore(time(from)) && time.isBefore(time(to));
    }

    static String json(List<Hours> hours) {
        JsonArray array = new JsonArray();
        hours.forEach(each -> array.add(
                new JsonObject().put("day", each.day).put("from", each.from).put("to", each.to)));
        return array.encode();
    }

    static List<Hours> read(String json) {
        return new JsonArray(json)
                .stream()
                        .map(JsonObject.class::cast)
                        .map(each -> new Hours(each.getInteger("day"), each.getString("from"), each.getString("to")))
                        .toList();
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text == null ? "" : text);
        } catch (DateTimeParseException e) {
            throw invalid("from and to of hours must be times like 09:00");
        }
    }

    private static ProblemException invalid(String message) {
        return ProblemException.ofField(ProblemType.INVALID_REQUEST, "hours", message);
    }
}
