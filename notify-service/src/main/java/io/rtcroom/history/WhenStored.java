package io.rtcroom.history;

import java.util.List;

/** Hears of events as soon as this replica has stored them; of what others store it hears nothing. */
public interface WhenStored {
    void stored(List<StoredEvent> events);
}
