package io.rtcroom.system;

import static io.rtcroom.system.OldClient.DOUBLE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Appendix D item 25. */
@ExtendWith(SharedStack.class)
class ConformanceRestartIT {
    private final Stack stack = SharedStack.stack();

    @Test
    void d25_aRestartOfAServiceLosesNothing() {
        String room = Names.room();
        OldClient alice = OldClient.entered(stack, DOUBLE, room);
        OldClient bob = OldClient.entered(stack, DOUBLE, room);

        Pulse pulse = Pulse.of(() -> {
            alice.heartbeat(room);
            bob.heartbeat(room);
        });
        try {
            for (String service : List.of("room-service", "notify-service", "url-service")) {
                stack.stop(service);
                stack.start(service);
                assertThat(
                        service,
                        alice.getPushers(room).hasCode(0).texts("pushers", "userID"),
                        contains(alice.userId, bob.userId));
            }
        } finally {
            pulse.close();
        }
        alice.heartbeat(room).hasCode(0);
        bob.enter(room).hasCode(0);
        alice.deletePusher(room).hasCode(0);
        bob.deletePusher(room).hasCode(0);
    }
}
