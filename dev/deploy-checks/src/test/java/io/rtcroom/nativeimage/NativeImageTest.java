package io.rtcroom.nativeimage;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything a native image must be told of, it is told of. */
@ParameterizedClass
@ValueSource(strings = {"room-service", "url-service", "notify-service"})
class NativeImageTest {
    /** Whatever finds something by a name that a native compiler cannot follow. */
    private static final Pattern BY_NAME = Pattern.compile("java\\.lang\\.Class\\.(forName|getResource.*|getDeclared.*"
            + "|get(Method|Field|Constructor|RecordComponent)s?)|java\\.lang\\.ClassLoader\\..*"
            + "|java\\.util\\.(ServiceLoader|ResourceBundle)\\..*|java\\.lang\\.reflect\\.Proxy\\..*"
            + "|java\\.lang\\.invoke\\.MethodHandles\\$Lookup\\.find.*|java\\.io\\.Object(In|Out)putStream\\..*"
            + "|java\\.nio\\.charset\\.Charset\\.forName|java\\.security\\.Security\\.(add|insert)Provider.*");
    /** Whatever is another on the machine that builds than on the one that runs. */
    private static final Pattern OF_THE_MACHINE = Pattern.compile("java\\.lang\\.System\\.(getenv|getProperty|nanoTime"
            + "|currentTimeMillis)|java\\.time\\..*\\.now|java\\.util\\.UUID\\.randomUUID|java\\.net\\.InetAddress\\..*"
            + "|java\\.lang\\.ProcessHandle\\..*");
    /** Read while an image is built. */
    private static final Pattern BUILD_TIME = Pattern.compile("application\\.properties|META-INF/.*");

    private final NativeSources sources;
    private final Code code;

    NativeImageTest(String service) {
        sources = NativeSources.of(service);
        code = Code.of(sources.ownClassFiles());
    }

    @Test
    void whatBecomesJsonIsRegistered() {
        var json = new Json(sources, code);

        assertFalse(json.types().isEmpty());
        assertNone(json.types().stream().filter(type -> !isOpen(type)).map(Class::getName));
    }

    @Test
    void whatBecomesJsonIsNamedWhereItDoes() {
        assertNone(new Json(sources, code).unclear().stream());
    }

    @Test
    void classesNamedInConfigurationAndCodeAreRegistered() throws IOException {
        var configuration = new Properties();
        try (var file = sources.loader().getResourceAsStream("application.properties")) {
            configuration.load(file);
        }

        assertNone(Stream.concat(
                        code.texts(),
                        configuration.stringPropertyNames().stream().map(configuration::getProperty))
                .filter(text -> text.matches("([a-z][a-z0-9_]*\\.)+[A-Z][A-Za-z0-9_$]*"))
                .filter(name -> sources.find(name) != null && !sources.isRegistered(name)));
    }

    @Test
    void everyConfigurationMappingIsRegistered() {
        assertNone(code.names()
                .map(sources::find)
                .filter(type -> isAnnotated(type, "io.smallrye.config.ConfigMapping"))
                .map(type -> type.getName() + "$$CMImpl")
                .filter(implementation -> !sources.isRegistered(implementation)));
    }

    @Test
    void everyResourceIsInTheImage() {
        assertNone(sources.ownResources().stream()
                .filter(BUILD_TIME.asMatchPredicate().negate())
                .filter(Predicate.not(sources::hasResource)));
    }

    @Test
    void nothingIsLookedUpByNameUnseen() {
        Predicate<String> byName = BY_NAME.asMatchPredicate();
        assertNone(Stream.concat(
                code.calls(call -> byName.test(call.name())).map(Code.Call::toString),
                code.handedOn().filter(byName)));
    }

    @Test
    void nothingOfTheBuildMachineIsKept() {
        assertNone(code.calls(call -> call.method().name.equals("<clinit>")
                        && OF_THE_MACHINE.matcher(call.name()).matches())
                .map(Code.Call::toString));
    }

    @Test
    void noStaticFieldHoldsWhatIsAliveOrRandom() throws ReflectiveOperationException {
        var heap = new ImageHeap();
        for (String name : code.names().toList()) heap.add(sources.find(name));

        assertNone(heap.offences().stream());
    }

    /** Caffeine composes the names of its classes from what the builder was asked for, and no extension knows of it. */
    @Test
    void theClassesOfOurCachesAreRegistered() throws ReflectiveOperationException {
        Class<?> caffeine = sources.find("com.github.benmanes.caffeine.cache.Caffeine");

        var asked = code.calls(
                        call -> call.callee().owner.equals(caffeine.getName().replace('.', '/')))
                .map(call -> call.callee().name)
                .collect(toCollection(TreeSet::new));
        Object builder = caffeine.getMethod("newBuilder").invoke(null);
        Object map = caffeine.getMethod("build")
                .invoke(caffeine.getMethod("maximumSize", long.class).invoke(builder, 1));
        Method view = map.getClass().getMethod("asMap");
        view.setAccessible(true);
        Object cache = view.invoke(map);
        var nodes = Class.forName("com.github.benmanes.caffeine.cache.BoundedLocalCache", false, sources.loader())
                .getDeclaredField("nodeFactory");
        nodes.setAccessible(true);

        assertEquals(Set.of("newBuilder", "maximumSize", "build"), asked, "this test replays them");
        assertNone(Stream.of(cache, nodes.get(cache))
                .map(made -> made.getClass().getName())
                .filter(name -> !sources.isRegistered(name)));
    }

    private boolean isOpen(Class<?> type) {
        if (type.isInterface()) return sources.isRegistered(type, "allDeclaredMethods");
        if (type.isEnum()) return sources.isRegistered(type, "allDeclaredFields", "allDeclaredMethods");
        return sources.isRegistered(type, "allDeclaredConstructors", "allDeclaredFields", "allDeclaredMethods");
    }

    private static boolean isAnnotated(Class<?> type, String annotation) {
        return Stream.of(type.getAnnotations())
                .anyMatch(found -> found.annotationType().getName().equals(annotation));
    }

    private static void assertNone(Stream<String> offenders) {
        assertEquals(Set.of(), offenders.collect(toCollection(TreeSet::new)));
    }
}
