package io.rtcroom.standin;

import java.util.ArrayList;
import java.util.List;

/** What is to go wrong, on whose command and how often. */
final class Faults {
    /**
     * @param groupId only calls for this group, or null for every group
     * @param command only this command, or null for every command
     * @param httpStatus answered instead of 200, or 0
     * @param errorCode the ErrorCode answered, or 0
     * @param delayMillis time that passes before anything happens
     * @param silent whether the connection is closed without an answer
     * @param applied whether the command is carried out although the answer is bad
     * @param times the calls that still fail; negative: until cleared
     */
    record Fault(
            String groupId,
            String command,
            int httpStatus,
            int errorCode,
            long delayMillis,
            boolean silent,
            boolean applied,
            int times) {
        /** Nothing goes wrong. */
        static final Fault NONE = new Fault(null, null, 0, 0, 0, false, true, 0);

        boolean matches(String path, String group) {
            return times != 0
                    && (groupId == null || groupId.equals(group))
                    && (command == null || path.endsWith("/" + command));
        }

        boolean onlyDelays() {
            return httpStatus == 0 && errorCode == 0 && !silent;
        }

        private Fault used() {
            return new Fault(
                    groupId, command, httpStatus, errorCode, delayMillis, silent, applied, Math.max(-1, times - 1));
        }
    }

    private final List<Fault> faults = new ArrayList<>();

    synchronized void add(Fault fault) {
        faults.add(fault);
    }

    synchronized void clear() {
        faults.clear();
    }

    /** The fault that befalls this call. */
    synchronized Fault next(String path, String groupId) {
        for (int i = 0; i < faults.size(); i++) {
            Fault fault = faults.get(i);
            if (!fault.matches(path, groupId)) continue;
            faults.set(i, fault.used());
            return fault;
        }
        return Fault.NONE;
    }
}
