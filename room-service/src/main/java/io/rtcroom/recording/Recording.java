package io.rtcroom.recording;

import io.rtcroom.event.Event;
import io.rtcroom.event.EventData.RecordingChanged;
import io.rtcroom.event.StreamEvent.RecordedFile;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One recording as loaded under its row lock: each decision that changes something appends its event. */
final class Recording {
    private final UUID id;
    private final Recorded of;
    private final Instant createdAt;
    private final RecordingConfig config;
    private final Instant now;
    private final Segments segments;
    private final List<Event> events = new ArrayList<>();
    private RecordingState state;
    private EndReason reason;
    private String server;
    private long version;
    private Instant stateSince;
    private Instant startedAt;
    private Instant endedAt;
    private Instant deadline;
    private Instant orderAt;

    /** @param deadline when the state ends by itself; null for one that rests */
    record Stored(
            UUID id,
            Recorded of,
            RecordingState state,
            EndReason reason,
            String server,
            long version,
            Instant createdAt,
            Instant stateSince,
            Instant startedAt,
            Instant endedAt,
            Instant deadline,
            Instant orderAt) {}

    /** @param segments in their order */
    Recording(Stored stored, List<Segment> segments, RecordingConfig config, Instant now) {
        id = stored.id;
        of = stored.of;
        state = stored.state;
        reason = stored.reason;
        server = stored.server;
        version = stored.version;
        createdAt = stored.createdAt;
        stateSince = stored.stateSince;
        startedAt = stored.startedAt;
        endedAt = stored.endedAt;
        deadline = stored.deadline;
        orderAt = stored.orderAt;
        this.segments = new Segments(segments);
        this.config = config;
        this.now = now;
    }

    /** A new one, which waits unless there is a slot for it. */
    static Recording create(UUID id, Recorded of, boolean hasSlot, RecordingConfig config, Instant now) {
        var stored = new Stored(id, of, RecordingState.QUEUED, null, null, 0, now, now, null, null, null, null);
        var recording = new Recording(stored, List.of(), config, now);
        recording.enter(hasSlot ? RecordingState.STARTING : RecordingState.QUEUED);
        recording.tell();
        return recording;
    }

    /** There is a slot for it now. */
    void getSlot() {
        become(RecordingState.STARTING);
        tell();
    }

    /**
     * The media server records: a first file, or the next one because the recorder or the publisher was away.
     *
     * @param file null where the server takes no orders, and will say what it has
     */
    void started(String onServer, String file) {
        boolean isNews = !segments.has(onServer, file);
        if (state == RecordingState.STARTING) {
            become(RecordingState.RECORDING);
            startedAt = now;
        } else if (!isNews || (state != RecordingState.RECORDING && state != RecordingState.STOPPING)) {
            return;
        }
        server = onServer;
        if (isNews) segments.begin(onServer, file, now);
        tell();
    }

    /** The media server can neither be told nor reports anything. */
    void refused() {
        if (state == RecordingState.STARTING) fail(EndReason.NOT_SUPPORTED);
    }

    /** A file is complete; told again it changes nothing. */
    void complete(String onServer, RecordedFile file, Instant at) {
        if (!segments.complete(onServer, file, at, startedAt == null ? createdAt : startedAt)) return;
        switch (state) {
            case FAILED -> {
                become(RecordingState.READY);
                reason = EndReason.LATE_FILE;
            }
            case DELETED -> become(RecordingState.DELETING);
            case STOPPING -> endIfComplete();
            default -> {
                // It goes on, or is over with one more file.
            }
        }
        tell();
    }

    /** It is to end. @throws ProblemException ILLEGAL_RECORDING_TRANSITION if it is over */
    void stop(EndReason why) {
        if (state == RecordingState.STOPPING) return;
        if (state == RecordingState.QUEUED) {
            fail(why);
            return;
        }
        become(RecordingState.STOPPING);
        reason = why;
        endedAt = now;
        tell();
    }

    /** The media server was asked to end, and for what it has. */
    void stopped() {
        if (state != RecordingState.STOPPING) return;
        endIfComplete();
        if (state != RecordingState.STOPPING) tell();
    }

    private void endIfComplete() {
        if (segments.areComplete()) end();
    }

    private void end() {
        segments.forgetNameless();
        if (!segments.haveComplete()) reason = EndReason.NO_FILE;
        become(segments.haveComplete() ? RecordingState.READY : RecordingState.FAILED);
    }

    private void fail(EndReason why) {
        become(RecordingState.FAILED);
        reason = why;
        endedAt = now;
        tell();
    }

    /** The state has lasted as long as it may. */
    void expire() {
        if (deadline == null || deadline.isAfter(now)) return;
        switch (state) {
            case QUEUED -> fail(EndReason.NO_SLOT);
            case STARTING -> fail(EndReason.NOT_STARTED);
            case RECORDING -> stop(EndReason.TOO_LONG);
            case STOPPING -> {
                end();
                tell();
            }
            default -> {
                become(RecordingState.DELETED);
                tell();
            }
        }
    }

    /** Its files are to be deleted. @throws ProblemException ILLEGAL_RECORDING_TRANSITION while it goes on */
    void delete() {
        if (state == RecordingState.DELETING || state == RecordingState.DELETED) return;
        become(RecordingState.DELETING);
        tell();
    }

    /** @param answers whether the file of a segment is gone, by its number; those that are not in it had no answer */
    void deleted(Map<Integer, Boolean> answers) {
        if (state != RecordingState.DELETING) return;
        if (!segments.delete(answers)) return;
        become(RecordingState.DELETED);
        tell();
    }

    /** The media server has answered, or need not be asked for a while. */
    void orderLater() {
        if (orderAt != null && !stateSince.equals(now)) orderAt = now.plus(config.pauseIn(state));
    }

    private void become(RecordingState next) {
        if (!state.canBecome(next))
            throw new ProblemException(ProblemType.ILLEGAL_RECORDING_TRANSITION, "recording %s is %s", id, state);
        enter(next);
    }

    private void enter(RecordingState next) {
        state = next;
        stateSince = now;
        Duration limit = config.limitOf(next);
        deadline = limit == null ? null : now.plus(limit);
        orderAt = next == RecordingState.RECORDING ? now.plus(config.pauseIn(next)) : next.isOrdered() ? now : null;
    }

    private void tell() {
        version++;
        events.add(new Event(UUID.randomUUID(), subject(), version, now, change()));
    }

    private RecordingChanged change() {
        return new RecordingChanged(
                id.toString(),
                state.name(),
                reason == null ? null : reason.wire(),
                of.roomUid().toString(),
                of.roomId(),
                of.owner(),
                of.userId(),
                of.streamId(),
                segments.count(),
                segments.durationMillis(),
                segments.size(),
                filesKept());
    }

    /** How many files it has left behind. */
    int filesKept() {
        return state == RecordingState.DELETED ? segments.kept() : 0;
    }

    String subject() {
        return "recording:" + id;
    }

    Stored stored() {
        return new Stored(
                id, of, state, reason, server, version, createdAt, stateSince, startedAt, endedAt, deadline, orderAt);
    }

    UUID id() {
        return id;
    }

    Recorded of() {
        return of;
    }

    RecordingState state() {
        return state;
    }

    /** The media server that records, or null if none ever did. */
    String server() {
        return server;
    }

    Segments segments() {
        return segments;
    }

    /** When it was loaded, by the database's clock. */
    Instant now() {
        return now;
    }

    List<Event> events() {
        return events;
    }
}
