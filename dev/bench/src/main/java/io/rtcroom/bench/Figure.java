package io.rtcroom.bench;

import java.util.Locale;

/**
 * One line of the table.
 *
 * @param limit what the same machine could do at most in the same run, or nothing
 * @param goal what is wished for, or nothing
 */
record Figure(String what, String reached, String limit, String goal) {
    static Figure of(String what, String reached) {
        return new Figure(what, reached, "", "");
    }

    static String perSecond(double rate) {
        return String.format(Locale.ROOT, "%,.0f /s", rate);
    }

    static String micros(double micros) {
        return String.format(Locale.ROOT, "%.1f µs", micros);
    }

    static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%.0f ms", millis);
    }

    /** Such as (0.82). */
    static String share(double part, double whole) {
        return String.format(Locale.ROOT, "(%.2f)", part / whole);
    }
}
