package io.rtcroom.deploy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The keys of docs/config.md by the heading they stand under. */
record ConfigurationKeys(Map<String, Set<String>> bySection) {
    private static final Pattern KEY = Pattern.compile("`([^`]+)`");

    static ConfigurationKeys documented() {
        var sections = new LinkedHashMap<String, Set<String>>();
        String section = "";
        for (String line : Repository.read("docs/config.md").lines().toList()) {
            if (line.startsWith("#")) section = line.replaceFirst("#+ ", "");
            if (line.startsWith("| `"))
                sections.computeIfAbsent(section, s -> new TreeSet<>()).addAll(keys(line));
        }
        return new ConfigurationKeys(sections);
    }

    /** The first cell, {@code `a.b.c`, `.d`}: a.b.c and a.b.d. */
    private static List<String> keys(String row) {
        List<String> names = KEY.matcher(row.split("\\|")[1])
                .results()
                .map(key -> key.group(1))
                .toList();
        String parent = names.getFirst().replaceAll("\\.[^.]+$", "");
        return names.stream()
                .map(name -> name.startsWith(".") ? parent + name : name)
                .toList();
    }

    Set<String> of(String section) {
        return bySection.get(section);
    }

    /** As an environment says them. */
    Set<String> variables() {
        return bySection.values().stream()
                .flatMap(Set::stream)
                .map(ConfigurationKeys::variable)
                .collect(Collectors.toSet());
    }

    static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase();
    }
}
