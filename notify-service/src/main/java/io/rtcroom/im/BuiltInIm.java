package io.rtcroom.im;

import io.smallrye.mutiny.Uni;

/** No vendor: clients follow the event stream, which needs no group. */
final class BuiltInIm implements ImProvider {
    private static final Uni<ImOutcome> DONE = Uni.createFrom().item(new ImOutcome.Done());

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public Uni<ImOutcome> ensureGroup(String groupId) {
        return DONE;
    }

    @Override
    public Uni<ImOutcome> notifyMembers(String groupId) {
        return DONE;
    }

    @Override
    public Uni<ImOutcome> sendToGroup(String groupId, ImText text) {
        return DONE;
    }

    @Override
    public Uni<ImOutcome> sendToUser(ImText text) {
        return DONE;
    }

    @Override
    public Uni<ImOutcome> kick(String userId) {
        return DONE;
    }

    @Override
    public Uni<ImOutcome> destroyGroup(String groupId) {
        return DONE;
    }
}
