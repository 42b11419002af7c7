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
 * @param warmUpSeconds before a measurement, at least; longer while the rate still grows
 * @param streams to hold open at once
 * @param heap of each service, in MB
 */
record BenchOptions(List<String> names, int seconds, int warmUpSeconds, int streams, int heap) {
    static BenchOptions parse(List<String> arguments) {
        var names = new ArrayList<String>();
        int seconds = 10;
        int warmUp = 30;
        int streams = 10_000;
        int heap = 512;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String argument = rest.next();
            switch (argument) {
                case "--seconds" -> seconds = number(argument, rest);
                case "--warm-up" -> warmUp = number(argument, rest);
                case "--streams" -> streams = number(argument, rest);
                case "--heap" -> heap = number(argument, rest);
                default -> names.add(RowName.of(argument));
            }
        }
        return new BenchOptions(List.copyOf(names), seconds, warmUp, streams, heap);
    }

    Duration duration() {
        return Duration.ofSeconds(seconds);
    }

    /** Long enough for the compilers of both sides to have seen the load. */
    Duration warmUp() {
        return Duration.ofSeconds(warmUpSeconds);
    }

    private static int number(String option, Iterator<String> rest) {
        String text = rest.hasNext() ? rest.next() : "";
        if (!text.matches("[1-9][0-9]{0,6}"))
            throw new IllegalArgumentException(option + " is a whole number, not '" + text + "'");
        return Integer.parseInt(text);
    }
}
