package io.rtcroom.im;

import io.smallrye.mutiny.Uni;

/** The port to whoever carries messages to clients. Answers are outcomes; a failed Uni is a defect. */
interface ImProvider {
    /** Whether there is anybody to tell. Without, nothing is planned. */
    boolean isRemote();

    Uni<ImOutcome> ensureGroup(String groupId);

    /** Tells the group's members that the room's members changed. */
    Uni<ImOutcome> notifyMembers(String groupId);

    Uni<ImOutcome> destroyGroup(String groupId);

    /** Shows a text to the group's members. The same text again within some minutes has no effect. */
    Uni<ImOutcome> sendToGroup(String groupId, ImText text);

    /** Shows a text to the one user it names. */
    Uni<ImOutcome> sendToUser(ImText text);

    /** Ends the user's sessions; whoever has none is as wished. */
    Uni<ImOutcome> kick(String userId);
}
