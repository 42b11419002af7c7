package io.rtcroom.audience;

import io.rtcroom.database.Database;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.RoomName;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;

/** The fields of live rooms. Whoever is logged in may change them, so each user only so fast. */
@Singleton
public class CustomFields {
    /** All fields are one value in one row: its lock makes counting exact and the number of fields a limit. */
    private static final String CHANGE =
            """
            with changed as (
                insert into audience as a (room_uid, fields)
                values ($1::uuid, jsonb_build_object($2::text, %1$s))
                on conflict (room_uid) do update set fields = jsonb_set(a.fields, array[$2::text], %2$s)
                where %3$s and (jsonb_exists(a.fields, $2::text)
                    or (select count(*) from jsonb_object_keys(a.fields)) < $4)
                returning a.room_uid, a.fields
            ), noted as (
                insert into audience_change (room_uid) select room_uid from changed
            )
            select fields::text from changed
            """;

    /** A text that reads as a number is one. */
    private static final String COUNT = CHANGE.formatted(
            "$3::bigint",
            "to_jsonb(coalesce((a.fields ->> $2::text)::bigint, 0) + $3::bigint)",
            "coalesce(a.fields ->> $2::text, '0') ~ '^-?[0-9]{1,17}$'");

    private static final String PUT = CHANGE.formatted("$3::text", "to_jsonb($3::text)", "true");

    private final Database database;
    private final Shows shows;
    private final Pace pace;
    private final AudienceConfig config;

    CustomFields(Database database, Shows shows, Pace pace, AudienceConfig config) {
        this.database = database;
        this.shows = shows;
        this.pace = pace;
        this.config = config;
    }

    /**
     * Answers all fields as they are then.
     *
     * @param userId who changes it, and may be too fast; null for a back end
     * @throws ProblemException NO_SUCH_ROOM, TOO_MANY_REQUESTS; ILLEGAL_FIELD_CHANGE if the field is no number, or would
     *     be one too many
     */
    public Uni<Map<String, Object>> change(RoomName name, String userId, FieldChange change) {
        return shows.require(name).chain(show -> change(show, userId, change));
    }

    Uni<Map<String, Object>> change(UUID room, String userId, FieldChange change) {
        return shows.require(room).chain(show -> change(show, userId, change));
    }

    private Uni<Map<String, Object>> change(Show show, String userId, FieldChange change) {
        if (userId != null) pace.take(userId);
        return switch (change) {
            case FieldChange.Count count -> change(COUNT, show, count.name(), count.by());
            case FieldChange.Put put -> change(PUT, show, put.name(), put.value());
        };
    }

    private Uni<Map<String, Object>> change(String sql, Show show, String field, Object operand) {
        return database.query(sql, Tuple.of(show.uid(), field, operand, (long) config.maxFields()))
                .map(rows -> {
                    if (rows.size() == 0)
                        throw new ProblemException(
                                ProblemType.ILLEGAL_FIELD_CHANGE,
                                "the field is not a number, or the room has its %d fields",
                                config.maxFields());
                    return Audience.fields(rows.iterator().next().getString(0));
                });
    }
}
