package io.rtcroom.recording;

import io.rtcroom.event.StreamEvent.RecordedFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The files of one recording, in the order in which they were begun. */
final class Segments {
    private final List<Segment> list;

    Segments(List<Segment> stored) {
        list = new ArrayList<>(stored);
    }

    /** @param file null where the server has not named it: one such file is being written at a time */
    boolean has(String server, String file) {
        return list.stream()
                .anyMatch(
                        one -> file == null ? one.server().equals(server) && !one.isComplete() : one.is(server, file));
    }

    void begin(String server, String file, Instant at) {
        list.add(Segment.begun(list.isEmpty() ? 1 : list.getLast().n() + 1, server, file, at));
    }

    /**
     * Takes in what a server says of a complete file.
     *
     * @param begunBy when it was begun at the earliest, where the file itself does not say
     * @return whether it was news
     */
    boolean complete(String server, RecordedFile file, Instant at, Instant begunBy) {
        int index = indexOf(server, file.name());
        if (index < 0) {
            Instant begun = file.durationMillis() == null ? begunBy : at.minusMillis(file.durationMillis());
            begin(server, file.name(), begun.isAfter(at) ? at : begun);
            index = list.size() - 1;
        }
        Segment before = list.get(index);
        if (!before.learnsFrom(file)) return false;
        list.set(index, before.completed(file, at));
        return true;
    }

    /** Of the file itself, or of one whose name was not known before. */
    private int indexOf(String server, String file) {
        int nameless = -1;
        for (int i = 0; i < list.size(); i++) {
            Segment one = list.get(i);
            if (one.is(server, file)) return i;
            if (nameless < 0 && one.file() == null && one.server().equals(server)) nameless = i;
        }
        return nameless;
    }

    boolean areComplete() {
        return list.stream().allMatch(Segment::isComplete);
    }

    boolean haveComplete() {
        return list.stream().anyMatch(Segment::isComplete);
    }

    /** What was never named is not there. */
    void forgetNameless() {
        list.removeIf(one -> one.file() == null);
    }

    /** @param answers whether the file of a segment is gone, by its number; @return whether each had an answer */
    boolean delete(Map<Integer, Boolean> answers) {
        list.replaceAll(one -> answers.getOrDefault(one.n(), false) ? one.gone() : one);
        return list.stream().noneMatch(one -> one.isThere() && !answers.containsKey(one.n()));
    }

    int kept() {
        return (int) list.stream().filter(Segment::isThere).count();
    }

    int count() {
        return list.size();
    }

    long durationMillis() {
        return sum(Segment::durationMillis);
    }

    long size() {
        return sum(Segment::size);
    }

    private long sum(Function<Segment, Long> figure) {
        return list.stream()
                .map(figure)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
    }

    List<Segment> list() {
        return List.copyOf(list);
    }
}
