package io.rtcroom.stream;

import io.rtcroom.history.Snapshot;

/**
 * Where a reader begins.
 *
 * @param snapshot null if the reader goes on exactly after its cursor; else how things stand at the position, because
 *     there was no cursor or something after it was purged
 */
record Beginning(Position position, Snapshot snapshot) {
    static Beginning after(Position position) {
        return new Beginning(position, null);
    }

    boolean recovered() {
        return snapshot == null;
    }
}
