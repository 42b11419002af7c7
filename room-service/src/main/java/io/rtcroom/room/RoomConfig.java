package io.rtcroom.room;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.Min;
import java.time.Duration;

@ConfigMapping(prefix = "rtcroom.room")
public interface RoomConfig {
    /** Silence after which a member is evicted. */
    @WithDefault("20s")
    Duration heartbeatTimeout();

    /** Time a room may exist with nobody ever in it. */
    @WithDefault("30s")
    Duration idleTimeout();

    /** Silence after which the others are told that a member may be about to go. */
    @WithDefault("10s")
    Duration suspendedAfter();

    /** Time in which the next heartbeat of an evicted session brings it back. */
    @WithDefault("5m")
    Duration reviveWithin();

    /** Pause between two sweeps for what has expired. */
    @WithDefault("2s")
    Duration sweepPeriod();

    /** Rooms one sweep handles at most; the next goes on. */
    @WithDefault("500")
    int sweepBatch();

    MaxMembers maxMembers();

    CreatorLeaveDissolves creatorLeaveDissolves();

    interface MaxMembers {
        @WithDefault("2")
        @Min(1) @WithName("double")
        int forDouble();

        @WithDefault("4")
        @Min(1) int multi();

        @WithDefault("4")
        @Min(1) int live();
    }

    interface CreatorLeaveDissolves {
        @WithDefault("false")
        @WithName("double")
        boolean forDouble();

        @WithDefault("false")
        boolean multi();
    }

    default int maxMembers(Family family) {
        return switch (family) {
            case DOUBLE -> maxMembers().forDouble();
            case MULTI -> maxMembers().multi();
            case LIVE -> maxMembers().live();
        };
    }

    /** A live room is its creator's show and always ends with them (protocol.md §2.4 rule 3). */
    default boolean creatorLeaveDissolves(Family family) {
        return switch (family) {
            case DOUBLE -> creatorLeaveDissolves().forDouble();
            case MULTI -> creatorLeaveDissolves().multi();
            case LIVE -> true;
        };
    }

    /** What is left of the lease of a member who has been silent for long enough to be suspended. */
    default Duration silence() {
        return heartbeatTimeout().minus(suspendedAfter());
    }

    /** Heartbeats of a member are written this long after the last written one. */
    default Duration flushAfter() {
        return heartbeatTimeout().dividedBy(4);
    }
}
