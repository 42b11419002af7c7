package io.rtcroom.system;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The history's checks are worth something: each bug of {@code planted/} turns one red within a short run. */
class PlantedBugsIT {
    private static final Duration LENGTH = Duration.ofSeconds(30);

    @ParameterizedTest
    @ValueSource(strings = {"capacity-without-the-lock", "a-leave-of-any-session"})
    void anAnswerIsUnexplained(String bug) throws IOException {
        try (Im im = Im.start();
                Stack stack = start(bug, im)) {
            var history = new History(stack, new Random().nextLong());

            history.goesOnFor(LENGTH);

            assertThat(bug + " was found", history.firstUnexplained().isPresent(), is(true));
        }
    }

    @Test
    void anEventIsMissing() throws IOException {
        try (Im im = Im.start();
                Stack stack = start("outbox-mark-before-the-ack", im)) {
            new History(stack, new Random().nextLong()).goesOnFor(LENGTH);

            assertThrows(Throwable.class, () -> new Audit(stack).everythingAgrees());
        }
    }

    private static Stack start(String bug, Im im) throws IOException {
        Path folder = Files.createTempDirectory(RepositoryRoot.resolve("dev/system-tests/target"), "planted-");
        Path script = PlantedBug.scriptOfCopyWith(bug, folder);
        Map<String, String> environment = Deployment.environment(im.origin(), Deployment.REPEAT_AFTER);
        return Stack.start(script, Files.createDirectory(folder.resolve("data")), environment, im, "--no-build");
    }
}
