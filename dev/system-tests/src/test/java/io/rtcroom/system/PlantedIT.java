package io.rtcroom.system;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A patch that no longer fits its source would be noticed by nobody between two long runs. */
class PlantedIT {
    @ParameterizedTest
    @ValueSource(strings = {"capacity-without-the-lock", "a-leave-of-any-session", "outbox-mark-before-the-ack"})
    void eachBugCanStillBePlanted(String bug) throws IOException {
        Path folder = Files.createTempDirectory(RepositoryRoot.resolve("dev/system-tests/target"), "planted-");

        assertThat(Files.isExecutable(PlantedBug.scriptOfCopyWith(bug, folder)), is(true));
    }
}
