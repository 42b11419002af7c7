package io.rtcroom.im;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Locale;

/**
 * One thing to tell the vendor about a group.
 *
 * @param payload the message to send, or the user to throw out, or null
 * @param attempts how many calls failed so far
 * @param overdue whether its budget is used up
 * @param latest whether the line ends with its room, so that no later one has had the group
 */
record ImTask(
        long id,
        String groupId,
        String roomUid,
        Kind kind,
        String payload,
        OffsetDateTime dueAt,
        int attempts,
        boolean overdue,
        boolean latest) {
    enum Kind {
        /** The group must exist. */
        ENSURE,
        /** It must exist although it is thought to: a call of unknown outcome may have destroyed it late. */
        CONFIRM,
        NOTIFY,
        /** The one repetition after a join. */
        REPEAT,
        DESTROY,
        /** A text of a room's chat. */
        MESSAGE,
        /** A text or a command of one person to another; their line is a group's that does not exist. */
        DIRECT,
        /** Somebody whose tokens were revoked; their line is a group's that does not exist, too. */
        KICK;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the dead letters say of one that is given up. */
    String deadLetter(String reason) {
        return new JsonObject()
                .put("type", "im-task.given-up")
                .put("taskId", id)
                .put("kind", kind.text())
                .put("groupId", groupId)
                .put("roomUid", roomUid)
                .put("payload", payload)
                .put("attempts", attempts + 1)
                .put("reason", reason)
                .encode();
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
            // A room's last words have their readers until its destroy, with which the line then ends.
            case MESSAGE -> group.hasLive(roomUid) || group.isLeft() && latest ? Call.MESSAGE : Call.NONE;
            case DIRECT -> Call.DIRECT;
            case KICK -> Call.KICK;
        };
    }

    enum Call {
        NONE,
        ENSURE,
        NOTIFY,
        DESTROY,
        MESSAGE,
        DIRECT,
        KICK
    }

    static ImTask of(Row row) {
        return new ImTask(
                row.getLong("id"),
                row.getString("group_id"),
                row.getString("room_uid"),
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("payload"),
                row.getOffsetDateTime("due_at"),
                row.getInteger("attempts"),
                row.getBoolean("overdue"),
                row.getBoolean("latest"));
    }
}
