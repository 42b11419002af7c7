package io.rtcroom.agent;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

@ConfigMapping(prefix = "rtcroom.agent")
public interface AgentConfig {
    /** Who may become an agent. */
    enum Admission {
        /** Users whose token has the role agent. */
        ROLE,
        /** Every user. */
        OPEN
    }

    @WithDefault("role")
    Admission admission();

    /** Silence after which an agent is off duty. */
    @WithDefault("20s")
    Duration heartbeatTimeout();

    /** Offers in a row that an agent may let pass before the shift is over. */
    @WithDefault("3")
    @Min(1) int mostMissed();

    /** Rest after an offer that was not accepted, so that it goes to somebody else. */
    @WithDefault("5s")
    Duration pauseAfterOffer();

    /** Pause between two looks for what agents' deadlines have done. */
    @WithDefault("250ms")
    Duration sweepPeriod();

    /** Agents one sweep handles at most; the next goes on. */
    @WithDefault("500")
    int sweepBatch();

    /** Pause between two looks for agents of whom nothing was heard for too long. */
    default Duration silencePeriod() {
        return heartbeatTimeout().dividedBy(10);
    }
}
