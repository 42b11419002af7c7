package io.rtcroom.bench;

import io.rtcroom.bench.Users.User;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Entered rooms of two, written into the database as the service would have left them: through the service they would
 * take longer than what is to be measured. Their leases last until the end of the run.
 */
final class SeededRooms {
    /** A member's stay: what a heartbeat names. */
    record Session(String roomUid, String roomId, User user, String number) {}

    private static final String ROOMS =
            """
            insert into room (family, room_id, info, creator, mixed_url, max_members, members, version)
            select 'double', 'seeded-' || n, 'seeded by the bench', 'bench-' || (2 * n) % ?, '', 2, 2, 3
            from generate_series(0, ? - 1) n
            """;
    private static final String MEMBERS =
            """
            insert into member (room_uid, user_id, epoch, user_name, user_avatar, stream_id, addresses, joined_at,
                joined_seq, lease_until)
            select uid, 'bench-' || (2 * substr(room_id, 8)::int + seat) % ?, 2 + seat, 'Bench', 'https://img.example.com/1',
                'stream-' || room_id || '-' || seat, jsonb_build_object(
                    'streamId', 'stream-' || room_id || '-' || seat, 'playExpiresAt', '2030-01-01T00:00:00Z',
                    'accelerateUrl', 'rtmp://play.example.com/live/stream-' || room_id || '-' || seat
                        || '?bizid=8888&txTime=6A000000&txSecret=00000000000000000000000000000000',
                    'mixedUrl', '', 'flvUrl', 'https://play.example.com/live/stream-' || room_id || '-' || seat || '.flv',
                    'hlsUrl', 'https://play.example.com/live/stream-' || room_id || '-' || seat || '.m3u8')::text,
                clock_timestamp(), 2 + seat, clock_timestamp() + interval '2 hours'
            from room, generate_series(0, 1) seat where room_id like 'seeded-%'
            """;

    private SeededRooms() {}

    /** Fills the database if that has not been done yet. Each user is in many rooms. */
    static List<Session> in(Setting setting, int rooms, int users) throws SQLException {
        Database database = setting.database();
        if (database.value("select count(*) from room where room_id like 'seeded-%'")
                .equals("0")) {
            database.execute(ROOMS, users, rooms);
            database.execute(MEMBERS, users);
            database.execute("vacuum analyze room");
            database.execute("vacuum analyze member");
        }
        return sessions(database, setting.users().first(users));
    }

    private static List<Session> sessions(Database database, List<User> users) throws SQLException {
        var sessions = new ArrayList<Session>();
        try (var statement = database.connection().createStatement();
                var rows = statement.executeQuery(
                        "select m.room_uid, r.room_id, substr(m.user_id, 7)::int, m.epoch from member m"
                                + " join room r on r.uid = m.room_uid where r.room_id like 'seeded-%'")) {
            while (rows.next())
                sessions.add(new Session(
                        rows.getString(1), rows.getString(2), users.get(rows.getInt(3)), rows.getString(4)));
        }
        return sessions;
    }
}
