package io.rtcroom.agent;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/** Skills with their levels: what an agent has, or what a caller needs at least. */
public record Skills(Map<String, Integer> levels) {
    private static final int MOST = 20;
    private static final int HIGHEST = 10;
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,31}";

    public static final Skills NONE = new Skills(Map.of());

    public Skills {
        levels.forEach((name, level) -> {
            if (!name.matches(NAME)) throw invalid("a skill must be 1 to 32 characters of a-z 0-9 -");
            if (level == null || level < 1 || level > HIGHEST)
                throw invalid("the level of " + name + " must be from 1 to " + HIGHEST);
        });
        levels = new TreeMap<>(levels);
    }

    /** What somebody asks for or says they have; null is none. @throws ProblemException INVALID_REQUEST if it is too much */
    public static Skills given(Map<String, Integer> levels) {
        if (levels == null) return NONE;
        if (levels.size() > MOST) throw invalid("skills must be at most " + MOST);
        return new Skills(levels);
    }

    public static Skills read(String json) {
        Map<String, Integer> levels = new TreeMap<>();
        JsonObject object = new JsonObject(json);
        object.fieldNames().forEach(name -> levels.put(name, object.getInteger(name)));
        return new Skills(levels);
    }

    public String json() {
        JsonObject object = new JsonObject();
        levels.forEach(object::put);
        return object.encode();
    }

    /** A needed skill that these do not reach, or null. */
    public String lacks(Skills needed) {
        return needed.levels.entrySet().stream()
                .filter(need -> levels.getOrDefault(need.getKey(), 0) < need.getValue())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /** How much of what is needed these are, level by level. */
    public int weightFor(Skills needed) {
        return needed.levels.keySet().stream()
                .mapToInt(name -> levels.getOrDefault(name, 0))
                .sum();
    }

    /** Both: of a skill that both name, the higher level. */
    public Skills and(Skills more) {
        Map<String, Integer> both = new TreeMap<>(levels);
        more.levels.forEach((name, level) -> both.merge(name, level, Math::max));
        return new Skills(both);
    }

    private static ProblemException invalid(String message) {
        return ProblemException.ofField(ProblemType.INVALID_REQUEST, "skills", message);
    }
}
