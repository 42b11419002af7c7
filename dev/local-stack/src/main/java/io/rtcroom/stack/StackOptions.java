package io.rtcroom.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The command line.
 *
 * @param port of the edge, or null if not said
 * @param heap of each service, in MB
 * @param data the folder that is kept, or null
 * @param media whether a media server runs as well
 * @param origin of {@code demo}, or null
 * @param words what is no option, in order
 */
record StackOptions(
        Integer port,
        int replicas,
        int heap,
        Path data,
        boolean media,
        boolean demo,
        String origin,
        List<String> words) {
    static final int DEFAULT_PORT = 8080;
    private static final int DEFAULT_HEAP = 192;
    private static final int LARGEST_HEAP = 65_536;
    private static final int MOST_REPLICAS = 9;

    static StackOptions parse(List<String> arguments) {
        Integer port = null;
        int replicas = 1;
        int heap = DEFAULT_HEAP;
        Path data = null;
        boolean media = false;
        boolean demo = true;
        String origin = null;
        var words = new ArrayList<String>();
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String argument = rest.next();
            switch (argument) {
                case "--port" -> port = number(argument, value(argument, rest), 0, 65_535);
                case "--replicas" -> replicas = number(argument, value(argument, rest), 1, MOST_REPLICAS);
                case "--heap" -> heap = number(argument, value(argument, rest), 64, LARGEST_HEAP);
                case "--data" ->
                    data = Path.of(value(argument, rest)).toAbsolutePath().normalize();
                case "--media" -> media = true;
                case "--no-demo" -> demo = false;
                case "--rolling" -> {} // how every restart is
                case "--origin" -> origin = value(argument, rest);
                default -> {
                    if (argument.startsWith("-")) throw new Refused("unknown option " + argument);
                    words.add(argument);
                }
            }
        }
        return new StackOptions(port, replicas, heap, data, media, demo, origin, List.copyOf(words));
    }

    int portOrDefault() {
        return port == null ? DEFAULT_PORT : port;
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) throw new Refused(option + " needs a value");
        return rest.next();
    }

    private static int number(String option, String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Refused(option + " is a number from " + least + " to " + most + ", not " + text);
    }
}
