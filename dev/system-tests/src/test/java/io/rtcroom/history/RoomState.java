package io.rtcroom.history;

import io.rtcroom.history.Operation.Outcome;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A room by its name, as protocol.md §2.4 has it: the first to join creates it, the last to leave ends it. Nobody
 * expires here, because all who are recorded beat.
 *
 * @param creator null while there is no room
 */
record RoomState(Set<String> members, String creator) {
    static final RoomState NONE = new RoomState(Set.of(), null);

    /** What the room can be after the operation, if it took effect here and was answered as it was. */
    Stream<RoomState> after(Operation operation, int maxMembers) {
        return switch (operation.outcome()) {
            case DONE -> done(operation, maxMembers);
            case REFUSED -> refuses(operation, maxMembers) ? Stream.of(this) : Stream.empty();
            case UNKNOWN -> Stream.concat(Stream.of(this), done(operation, maxMembers));
        };
    }

    private Stream<RoomState> done(Operation operation, int maxMembers) {
        if (operation.kind() == Operation.Kind.LIST && operation.outcome() == Outcome.UNKNOWN) return Stream.empty();
        if (refuses(operation, maxMembers)) return Stream.empty();
        return switch (operation.kind()) {
            case JOIN -> Stream.of(with(operation.userId()));
            case LEAVE -> Stream.of(without(operation.userId()));
            case DESTROY -> Stream.of(NONE);
            case LATE_LEAVE -> Stream.empty();
            case LIST -> operation.seen().equals(members) ? Stream.of(this) : Stream.empty();
        };
    }

    private boolean refuses(Operation operation, int maxMembers) {
        boolean isMember = members.contains(operation.userId());
        return switch (operation.kind()) {
            case JOIN -> !isMember && members.size() >= maxMembers;
            case LEAVE -> !isMember;
            case LATE_LEAVE -> true;
            case DESTROY -> !operation.userId().equals(creator);
            case LIST -> members.isEmpty();
        };
    }

    private RoomState with(String userId) {
        Set<String> more = new TreeSet<>(members);
        more.add(userId);
        return new RoomState(more, creator == null ? userId : creator);
    }

    private RoomState without(String userId) {
        Set<String> fewer = new TreeSet<>(members);
        fewer.remove(userId);
        return fewer.isEmpty() ? NONE : new RoomState(fewer, creator);
    }
}
