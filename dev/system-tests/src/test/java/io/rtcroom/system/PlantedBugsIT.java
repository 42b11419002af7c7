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
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of histories are worth something: each bug of {@code planted/} turns one red within a short run. */
class PlantedBugsIT {
    private static final Duration LENGTH = Duration.ofSeconds(15);
    private static final int USERS = 14;
    private static final int ROOMS = 4;
    /** Much longer than a relay needs, so what is missing then is lost. */
    private static final Duration LOST = Duration.ofSeconds(20);

    @ParameterizedTest
    @ValueSource(strings = {"capacity-without-the-lock", "a-leave-of-any-session"})
    void anAnswerIsUnexplained(String bug) throws IOException {
        try (Im im = Im.start();
                Stack stack = start(bug, im)) {
            var history = new History(stack, new Random().nextLong(), USERS, ROOMS);

            history.goesOnFor(LENGTH);

            assertThat(bug + " was found", history.firstUnexplained().isPresent(), is(true));
        }
    }

    /** What is on its way to Kafka when a replica dies is not in the outbox any more. */
    @Test
    void anEventIsMissing() throws IOException {
        try (Im im = Im.start();
                Stack stack = start("outbox-mark-before-the-ack", im)) {
            OldClient.entered(stack, OldClient.MULTI, Names.room());
            stack.pause("kafka");
            for (int i = 0; i < 5; i++) OldClient.entered(stack, OldClient.MULTI, Names.room());
            stack.kill("room-service-1");
            stack.resume("kafka");
            stack.start("room-service-1");

            assertThrows(ConditionTimeoutException.class, () -> new Audit(stack).everythingAgreesWithin(LOST));
        }
    }

    /** One replica of each service is enough for all of them. */
    private static Stack start(String bug, Im im) throws IOException {
        Path folder = Files.createTempDirectory(RepositoryRoot.resolve("dev/system-tests/target"), "planted-");
        Path script = PlantedBug.scriptOfCopyWith(bug, folder);
        Map<String, String> environment = Deployment.environment(im.origin(), Deployment.REPEAT_AFTER);
        Path data = Files.createDirectory(folder.resolve("data"));
        return Stack.start(script, data, environment, im, "--no-build", "--replicas", "1");
    }
}
