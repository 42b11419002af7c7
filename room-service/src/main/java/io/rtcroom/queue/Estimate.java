package io.rtcroom.queue;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How long somebody still waits: an interval, or that there is too little to say so.
 *
 * @param samples the calls it was made from
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Estimate(boolean known, Long fromSeconds, Long toSeconds, int samples) {
    private static final int FEWEST = 10;

    /** Each agent of the queue takes one in turn; the quartiles of the held times bound what a turn takes. */
    static Estimate of(int ahead, int samples, Double quickly, Double slowly, int onDuty) {
        if (samples < FEWEST || onDuty == 0 || quickly == null) return new Estimate(false, null, null, samples);
        double turns = (ahead + 1.0) / onDuty;
        return new Estimate(true, Math.round(turns * quickly), Math.round(turns * slowly), samples);
    }
}
