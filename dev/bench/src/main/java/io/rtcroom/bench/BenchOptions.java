package io.rtcroom.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The command line.
 *
 * @param names of the rows to measure; all if empty
 * @param seconds of each measurement, after its warm-up
 * @param streams to hold open at once
 * @param heap of each service, in MB
 */
record BenchOptions(List<String> names, int seconds, int streams, int heap) {
    private static final int WARM_UP_SECONDS = 5;

    static BenchOptions parse(List<String> arguments) {
        var names = new ArrayList<String>();
        int seconds = 10;
        int streams = 10_000;
        int heap = 512;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String argument = rest.next();
            switch (argument) {
                case "--seconds" -> seconds = number(argument, rest);
                case "--streams" -> streams = number(argument, rest);
                case "--heap" -> heap = number(argument, rest);
                default -> names.add(RowName.of(argument));
            }
        }
        return new BenchOptions(List.copyOf(names), seconds, streams, heap);
    }

    Duration duration() {
        return Duration.ofSeconds(seconds);
    }

    /** Long enough for the compilers of both sides to have seen the load. */
    Duration warmUp() {
        return Duration.ofSeconds(WARM_UP_SECONDS);
    }

    private static int number(String option, Iterator<String> rest) {
        String text = rest.hasNext() ? rest.next() : "";
        if (!text.matches("[1-9][0-9]{0,6}"))
            throw new IllegalArgumentException(option + " is a whole number, not '" + text + "'");
        return Integer.parseInt(text);
    }
}
