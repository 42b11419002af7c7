package io.rtcroom.call;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The people of one call, which of them have changed, and who may be in another call from now on. */
final class People {
    private final Map<String, Participant> all = new LinkedHashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private final Set<String> released = new LinkedHashSet<>();

    People(Collection<Participant> loaded) {
        loaded.forEach(one -> all.put(one.userId(), one));
    }

    /** Null if the user was never asked into the call. */
    Participant find(String userId) {
        return all.get(userId);
    }

    /** @return false if nobody in such a state becomes that */
    boolean put(Participant after) {
        Participant before = all.get(after.userId());
        if (before != null && before.state() != after.state() && !before.state().canBecome(after.state())) return false;
        all.put(after.userId(), after);
        changed.add(after.userId());
        if (after.isEngaged()) released.remove(after.userId());
        else if (before != null && before.isEngaged()) released.add(after.userId());
        return true;
    }

    void note(String userId) {
        changed.add(userId);
    }

    boolean is(String userId, Predicate<Participant> test) {
        Participant found = all.get(userId);
        return found != null && test.test(found);
    }

    boolean any(Predicate<Participant> test) {
        return all.values().stream().anyMatch(test);
    }

    List<Participant> those(Predicate<Participant> test) {
        return all.values().stream().filter(test).toList();
    }

    List<Participant> list() {
        return List.copyOf(all.values());
    }

    /** Of these, those who neither ring nor talk here. */
    Set<String> notIn(Collection<String> users) {
        Set<String> others = new LinkedHashSet<>(users);
        others.removeIf(user -> is(user, each -> each.state().engages()));
        return others;
    }

    /** As they are now. */
    List<Participant> changed() {
        return changed.stream().map(all::get).toList();
    }

    Set<String> released() {
        return released;
    }
}
