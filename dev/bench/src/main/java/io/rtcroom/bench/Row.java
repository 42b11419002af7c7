package io.rtcroom.bench;

import java.util.List;

/** One question to the running stack. */
interface Row {
    List<Figure> measure() throws Exception;
}
