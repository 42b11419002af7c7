package io.rtcroom.agent;

/** Whoever has work for agents hears here, after the commit, that one could take some. */
public interface WhenIdle {
    void idle(String agent);
}
