package io.rtcroom.agent;

import java.util.Collection;

/** Whoever has work for agents hears here, after the commit, that these could take some. */
public interface WhenIdle {
    void idle(Collection<String> agents);
}
