package io.rtcroom.stream;

import io.rtcroom.history.Follow;
import io.rtcroom.history.Span;
import io.rtcroom.history.StoredEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * What one reader has read and may read next. It learns both from the events themselves: the reader's own join opens a
 * subject, their leave or the room's end closes it. So an event is shown or not for the same reason whether it came from
 * the store or straight from Kafka.
 */
final class Position {
    private enum State {
        /** Whether there is more to read, the follows say. */
        NAMED,
        OPEN,
        /** The last event read ended the right to read; the follows say so only once it is stored. */
        LEFT
    }

    private static final class Track {
        long last;
        State state;

        Track(long last, State state) {
            this.last = last;
            this.state = state;
        }

        boolean isOpen() {
            return state == State.OPEN;
        }

        boolean hasSeenTheEndOf(Follow follow) {
            return last >= follow.toSeq() || state == State.LEFT && last >= follow.fromSeq();
        }
    }

    private static final int MAX_SETTLED = 64;

    /** Null for an audit of one subject, in which nothing is closed. */
    private final String userId;

    private final Map<String, Track> tracks = new HashMap<>();
    /** The last number read of the subjects settled last: news of it may come after the store has told it. */
    private final SequencedMap<String, Long> settled = new LinkedHashMap<>();

    private long follows;
    private long read;

    private Position(String userId, long follows, long read) {
        this.userId = userId;
        this.follows = follows;
        this.read = read;
    }

    /** A user's, from the cursor; what it does not name comes from the store. */
    static Position ofUser(String userId, Cursor cursor) {
        Position position = new Position(userId, cursor.follows(), cursor.read());
        cursor.seqs()
                .forEach((subject, seq) -> position.tracks.put(
                        subject, new Track(seq, cursor.left().contains(subject) ? State.LEFT : State.NAMED)));
        position.tracks.computeIfAbsent(Subject.ofUser(userId), own -> new Track(0, State.OPEN)).state = State.OPEN;
        return position;
    }

    static Position ofSubject(String subject, long after) {
        Position position = new Position(null, 0, 0);
        position.tracks.put(subject, new Track(after, State.OPEN));
        return position;
    }

    Cursor cursor() {
        Map<String, Long> seqs = new HashMap<>();
        Set<String> left = new HashSet<>();
        tracks.forEach((subject, track) -> {
            if (track.last > 0) seqs.put(subject, track.last);
            if (track.state == State.LEFT) left.add(subject);
        });
        return new Cursor(seqs, left, follows, read);
    }

    Collection<String> subjects() {
        return tracks.keySet();
    }

    /** The last number read of each subject. */
    Map<String, Long> read() {
        Map<String, Long> read = new HashMap<>();
        tracks.forEach((subject, track) -> read.put(subject, track.last));
        return read;
    }

    long follows() {
        return follows;
    }

    /** What is to be read from the store, given the user's next follows above the watermark and those of our subjects. */
    List<Span> unread(List<Follow> found) {
        List<Span> spans = new ArrayList<>();
        for (Follow follow : found) {
            if (hasMore(follow)) spans.add(new Span(follow.subject(), after(follow), follow.toSeq()));
        }
        if (userId == null) tracks.forEach((subject, track) -> spans.add(new Span(subject, track.last, Span.OPEN)));
        else spans.add(new Span(Subject.ofUser(userId), last(Subject.ofUser(userId)), Span.OPEN));
        return spans;
    }

    /**
     * Opens the subjects whose unread events are about to be shown. Of several stays in one subject only the first can be
     * entered here; the later ones open with their own join.
     */
    void enter(List<Follow> found) {
        Set<String> entered = new HashSet<>();
        for (Follow follow : found) {
            if (hasMore(follow) && entered.add(follow.subject()))
                tracks.put(follow.subject(), new Track(after(follow), State.OPEN));
        }
    }

    private boolean hasMore(Follow follow) {
        Track track = tracks.get(follow.subject());
        return track == null || !track.hasSeenTheEndOf(follow);
    }

    private long after(Follow follow) {
        return Math.max(follow.fromSeq() - 1, last(follow.subject()));
    }

    /** Whether the event is the reader's next of its subject; if so it counts as read. */
    boolean accept(StoredEvent stored) {
        boolean opens = userId != null && stored.opensFor(userId);
        if (opens) tracks.putIfAbsent(stored.subject(), new Track(0, State.NAMED));
        Track track = tracks.get(stored.subject());
        if (track == null) return false;
        if (stored.seq() <= track.last || !(track.isOpen() || opens)) return false;
        track.last = stored.seq();
        track.state = userId != null && stored.closesFor(userId) ? State.LEFT : State.OPEN;
        return true;
    }

    /** Whether nothing lies between what was read and this event, so that it may be shown without the store. */
    boolean isNext(StoredEvent stored) {
        Track track = tracks.get(stored.subject());
        if (track == null || stored.seq() != track.last + 1) return false;
        return track.isOpen() || userId != null && stored.opensFor(userId);
    }

    /** Whether the reader may read the event some time, and has not. */
    boolean awaits(StoredEvent stored) {
        Track track = tracks.get(stored.subject());
        if (userId != null && stored.opensFor(userId))
            return stored.seq() > (track == null ? settled.getOrDefault(stored.subject(), 0L) : track.last);
        return track != null && track.isOpen() && stored.seq() > track.last;
    }

    /** Whether the subject is followed and has numbers that were not read. */
    boolean isBehind(String subject, long seq) {
        Track track = tracks.get(subject);
        return track != null && track.isOpen() && seq > track.last;
    }

    /**
     * Everything these follows allow has been read. So the watermark rises, and subjects in which nothing more can come
     * are named no longer; these it returns.
     */
    List<String> settle(List<Follow> found) {
        for (Follow follow : found) follows = Math.max(follows, follow.id());
        List<String> over = tracks.entrySet().stream()
                .filter(entry -> !entry.getValue().isOpen() && isOver(entry.getKey(), entry.getValue(), found))
                .map(Map.Entry::getKey)
                .toList();
        over.forEach(subject -> settled.putLast(subject, tracks.remove(subject).last));
        while (settled.size() > MAX_SETTLED) settled.pollFirstEntry();
        return over;
    }

    /**
     * Whether the stay that was read last is stored with its end. News may have shown a later one than those found: that
     * one is yet to come from the store, and would be shown again if its subject were forgotten.
     */
    private static boolean isOver(String subject, Track track, List<Follow> found) {
        LongStream ends = found.stream()
                .filter(follow -> follow.subject().equals(subject))
                .mapToLong(Follow::toSeq);
        return ends.max().equals(OptionalLong.of(track.last));
    }

    /** Everything to be seen up to this position of the store was shown. */
    void readUpTo(long position) {
        read = Math.max(read, position);
    }

    /** Whether a subject is closed but still named, because its end is not stored yet. */
    boolean isUnsettled() {
        return tracks.values().stream().anyMatch(track -> !track.isOpen());
    }

    private long last(String subject) {
        Track track = tracks.get(subject);
        return track == null ? 0 : track.last;
    }
}
