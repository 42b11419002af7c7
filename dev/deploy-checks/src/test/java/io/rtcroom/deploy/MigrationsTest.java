package io.rtcroom.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A migration that somebody's database has run stays as it is: of one that changed, Flyway says so and the service does not
 * start. The list has a line for each, as sha256sum writes it; a line that changes is a mistake of the change it is in.
 */
class MigrationsTest {
    private static final String LIST = "dev/deploy-checks/src/test/resources/migrations.sha256";
    private static final List<String> SERVICES = List.of("room-service", "notify-service");

    @BeforeAll
    static void addIfAskedTo() {
        if (!Repository.isUpdate()) return;
        Map<String, String> all = present();
        all.putAll(listed());
        Repository.write(
                LIST,
                all.entrySet().stream()
                        .map(each -> each.getValue() + "  " + each.getKey() + "\n")
                        .collect(Collectors.joining()));
    }

    @Test
    void whatWasOnceListedHasNotChanged() {
        assertEquals(
                listed(),
                present(),
                "mvn -pl dev/deploy-checks test -Dupdate lists new ones; what should change in others is a new one");
    }

    private static Map<String, String> listed() {
        return Repository.read(LIST)
                .lines()
                .map(line -> line.split("  "))
                .collect(Collectors.toMap(line -> line[1], line -> line[0], (a, b) -> a, TreeMap::new));
    }

    private static Map<String, String> present() {
        return SERVICES.stream()
                .map(service -> service + "/src/main/resources/db/migration")
                .flatMap(MigrationsTest::files)
                .collect(Collectors.toMap(file -> file, MigrationsTest::sum, (a, b) -> a, TreeMap::new));
    }

    private static Stream<String> files(String folder) {
        try (Stream<Path> files = Files.list(Repository.path(folder))) {
            return files.map(file -> folder + "/" + file.getFileName()).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sum(String file) {
        try {
            byte[] content = Files.readAllBytes(Repository.path(file));
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
