package io.rtcroom.standin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The groups that exist, who is in them, and what each client was told. */
final class Groups {
    /** A system message as a client receives it (protocol.md §5.3). */
    record Message(String groupId, int type, String content) {}

    static final int TYPE_TEXT = 0;
    static final int TYPE_DESTROYED = 5;
    static final int TYPE_NOTIFICATION = 255;

    private record Group(String owner, Set<String> members, Set<Long> said) {}

    private final Map<String, Group> groups = new HashMap<>();
    private final Map<String, List<Message>> mailboxes = new HashMap<>();

    /** Creates the group, unless it exists: then its owner is returned. */
    synchronized String create(String groupId, String owner) {
        Group existing = groups.putIfAbsent(groupId, new Group(owner, new LinkedHashSet<>(), new HashSet<>()));
        return existing == null ? null : existing.owner();
    }

    synchronized boolean destroy(String groupId) {
        if (!send(groupId, TYPE_DESTROYED, "")) return false;
        groups.remove(groupId);
        return true;
    }

    /** Shows a text once, however often it is sent: another one with its random number is lost. */
    synchronized boolean say(String groupId, long random, String text) {
        Group group = groups.get(groupId);
        if (group == null) return false;
        return !group.said.add(random) || send(groupId, TYPE_TEXT, text);
    }

    synchronized boolean send(String groupId, int type, String content) {
        Group group = groups.get(groupId);
        if (group == null) return false;
        for (String member : group.members())
            mailboxes.computeIfAbsent(member, user -> new ArrayList<>()).add(new Message(groupId, type, content));
        return true;
    }

    synchronized boolean join(String groupId, String user) {
        Group group = groups.get(groupId);
        if (group != null) group.members().add(user);
        return group != null;
    }

    synchronized void leave(String groupId, String user) {
        Group group = groups.get(groupId);
        if (group != null) group.members().remove(user);
    }

    synchronized List<Message> messages(String user) {
        return List.copyOf(mailboxes.getOrDefault(user, List.of()));
    }

    synchronized Map<String, String> owners() {
        Map<String, String> owners = new HashMap<>();
        groups.forEach((id, group) -> owners.put(id, group.owner()));
        return owners;
    }
}
