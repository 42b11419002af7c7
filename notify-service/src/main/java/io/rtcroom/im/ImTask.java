package io.rtcroom.im;

import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Locale;

/**
 * One thing to tell the vendor about a group.
 *
 * @param attempts how many calls failed so far
 * @param overdue whether its budget is used up
 */
record ImTask(long id, String groupId, String roomUid, Kind kind, OffsetDateTime dueAt, int attempts, boolean overdue) {
    enum Kind {
        /** The group must exist. */
        ENSURE,
        /** It must exist although it is thought to: a call of unknown outcome may have destroyed it late. */
        CONFIRM,
        NOTIFY,
        /** The one repetition after a join. */
        REPEAT,
        DESTROY;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The call this task means now, or {@link Call#NONE}. */
    Call call(ImGroup group) {
        return switch (kind) {
            case ENSURE -> group.isLive() && !group.ready() ? Call.ENSURE : Call.NONE;
            case CONFIRM -> group.isLive() ? Call.ENSURE : Call.NONE;
            case NOTIFY -> Call.NOTIFY;
            case REPEAT -> group.hasLive(roomUid) ? Call.NOTIFY : Call.NONE;
            // A newer room of this name, perhaps of another family, keeps the group.
            case DESTROY -> group.isLive() ? Call.NONE : Call.DESTROY;
        };
    }

    enum Call {
        NONE,
        ENSURE,
        NOTIFY,
        DESTROY
    }

    static ImTask of(Row row) {
        return new ImTask(
                row.getLong("id"),
                row.getString("group_id"),
                row.getString("room_uid"),
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getOffsetDateTime("due_at"),
                row.getInteger("attempts"),
                row.getBoolean("overdue"));
    }
}
