package io.rtcroom.call;

/** Whoever has something to do because of a change hears of it here, after the commit. */
public interface WhenSettled {
    void settled(Call call);
}
