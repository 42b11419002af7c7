package io.rtcroom.call;

/**
 * An agent's wish that another one takes over.
 *
 * @param by who hands the caller over
 * @param to who is asked or has come; null while a queue looks for somebody
 * @param queue where somebody is looked for; null if the agent was named
 */
public record Transfer(String by, String to, String queue) {
    Transfer reached(String agent) {
        return new Transfer(by, agent, queue);
    }
}
