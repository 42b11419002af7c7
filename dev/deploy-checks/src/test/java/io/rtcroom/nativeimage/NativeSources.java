package io.rtcroom.nativeimage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a native compiler would be given for one service. */
final class NativeSources {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Path> own;
    private final URLClassLoader loader;
    private final Map<String, JsonNode> reflection = new HashMap<>();
    private final List<Pattern> resources = new ArrayList<>();

    private NativeSources(String service) throws IOException {
        Path sources = ROOT.resolve(service).resolve("target/native-sources");
        assertTrue(Files.isDirectory(sources), sources + " is missing: package " + service + " first");
        own = List.of(ROOT.resolve(service).resolve("target/classes"), ROOT.resolve("contracts/target/classes"));
        loader = new URLClassLoader(jars(sources), ClassLoader.getPlatformClassLoader());
        read("reflect-config.json")
                .forEach(entry -> reflection.put(entry.get("name").asText(), entry));
        read("resource-config.json")
                .at("/resources/includes")
                .forEach(include ->
                        resources.add(Pattern.compile(include.get("pattern").asText())));
    }

    static NativeSources of(String service) {
        try {
            return new NativeSources(service);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ClassLoader loader() {
        return loader;
    }

    /** The class files that were written by us, not generated. A service without a database leaves the outbox out. */
    List<Path> ownClassFiles() {
        boolean database = find("io.vertx.mutiny.sqlclient.Pool") != null;
        return ownFiles().entrySet().stream()
                .filter(file -> file.getKey().matches("io/rtcroom/.*(?<!package-info)\\.class"))
                .filter(file -> database || !file.getKey().startsWith("io/rtcroom/outbox/"))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** What is no class, by its name on the class path. */
    Set<String> ownResources() {
        return ownFiles().keySet().stream()
                .filter(name -> !name.endsWith(".class"))
                .collect(Collectors.toSet());
    }

    boolean hasResource(String name) {
        return resources.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    boolean isRegistered(String className) {
        return reflection.containsKey(className);
    }

    /** Whether all of a class that the flags name may be used by reflection. */
    boolean isRegistered(Class<?> type, String... flags) {
        JsonNode entry = reflection.getOrDefault(type.getName(), JSON.nullNode());
        return Stream.of(flags).allMatch(flag -> entry.path(flag).asBoolean());
    }

    /** The class, not initialised; null if the image has none of that name. */
    Class<?> find(String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private Map<String, Path> ownFiles() {
        var files = new HashMap<String, Path>();
        for (Path root : own) {
            try (var tree = Files.walk(root)) {
                tree.filter(Files::isRegularFile)
                        .forEach(file ->
                                files.put(root.relativize(file).toString().replace('\\', '/'), file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    private JsonNode read(String config) throws IOException {
        try (var file = loader.getResourceAsStream("META-INF/native-image/" + config)) {
            return JSON.readTree(file);
        }
    }

    /** Ours first: some library's configuration has the same name. */
    private static URL[] jars(Path sources) throws IOException {
        try (var files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted(Comparator.comparing((Path file) -> !file.toString().endsWith("-runner.jar"))
                            .thenComparing(Comparator.naturalOrder()))
                    .map(NativeSources::url)
                    .toArray(URL[]::new);
        }
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
