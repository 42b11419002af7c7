package io.rtcroom.standin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every call that came in, in the order of arrival, whatever became of it. */
final class Journal {
    /** @param violation what was not as specified, or null */
    record Call(
            Instant at,
            String command,
            String groupId,
            Map<String, String> query,
            String body,
            int httpStatus,
            int errorCode,
            String violation) {}

    private final List<Call> calls = new ArrayList<>();

    synchronized void add(Call call) {
        calls.add(call);
    }

    synchronized List<Call> of(String groupId) {
        return calls.stream().filter(call -> call.groupId().equals(groupId)).toList();
    }

    synchronized List<Call> all() {
        return List.copyOf(calls);
    }

    synchronized List<Call> violations() {
        return calls.stream().filter(call -> call.violation() != null).toList();
    }
}
