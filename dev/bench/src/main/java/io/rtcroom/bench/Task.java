package io.rtcroom.bench;

import io.vertx.core.Future;

/** What a load does again and again. */
interface Task {
    /**
     * @param number of this time, from 0
     * @param due when it was to begin
     */
    Future<?> once(Wire wire, long number, long due);
}
