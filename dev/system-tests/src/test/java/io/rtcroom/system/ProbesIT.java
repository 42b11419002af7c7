package io.rtcroom.system;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Kubernetes is told while something is away: nothing for which it would end a replica or send nobody to it. */
@ExtendWith(SharedStack.class)
class ProbesIT {
    private static final List<String> PROBES = List.of("/q/health/live", "/q/health/started", "/q/health/ready");

    private final Stack stack = SharedStack.stack();

    @AfterEach
    void mendTheStack() {
        stack.mend();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "kafka", "url-service", "notify-service"})
    void whatIsAwayTakesNoReplicaWithIt(String part) {
        stack.stop(part);

        for (String replica : stack.services()) {
            if (replica.startsWith(part)) continue;
            for (String probe : PROBES)
                assertThat(
                        replica + probe,
                        Http.get(stack.serviceOrigin(replica) + probe).status(),
                        is(200));
        }
    }

    @Test
    void readinessNamesTheDatabaseThatIsMissing() {
        stack.stop("postgres");

        for (String replica : stack.services())
            assertThat(replica, namesWhatIsMissing(replica), is(!replica.startsWith("url-service")));
    }

    private boolean namesWhatIsMissing(String replica) {
        JsonNode checks = Http.get(stack.serviceOrigin(replica) + "/q/health/ready")
                .json()
                .path("checks");
        return StreamSupport.stream(checks.spliterator(), false)
                .anyMatch(check -> !check.at("/data/missing").asText().isEmpty());
    }
}
