package io.rtcroom.room;

import java.util.List;

/**
 * The outcome of a join.
 *
 * @param members everybody in the room now, the joined one included, in the order of joining
 * @param createdRoom whether the room did not exist before
 * @param rejoined whether the user was a member already
 */
public record Joined(Room room, Member member, List<Member> members, boolean createdRoom, boolean rejoined) {}
