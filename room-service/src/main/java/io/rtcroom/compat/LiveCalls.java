package io.rtcroom.compat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rtcroom.audience.Audience;
import io.rtcroom.audience.Audiences;
import io.rtcroom.audience.CustomFields;
import io.rtcroom.audience.FieldChange;
import io.rtcroom.audience.Shows;
import io.rtcroom.audience.Viewer;
import io.rtcroom.audience.Viewers;
import io.rtcroom.mix.MixOutcome;
import io.rtcroom.mix.Mixes;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.room.Family;
import io.rtcroom.room.RoomName;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** What live rooms have besides (protocol.md §3.4). */
@Singleton
class LiveCalls {
    private final Logins logins;
    private final Shows shows;
    private final Viewers viewers;
    private final Audiences audiences;
    private final CustomFields fields;
    private final Mixes mixes;

    LiveCalls(Logins logins, Shows shows, Viewers viewers, Audiences audiences, CustomFields fields, Mixes mixes) {
        this.logins = logins;
        this.shows = shows;
        this.viewers = viewers;
        this.audiences = audiences;
        this.fields = fields;
        this.mixes = mixes;
    }

    /** Open to whoever is logged in: viewers praise. */
    Uni<ObjectNode> setCustomField(CompatRequest request) {
        String user = logins.require(request);
        return fields.change(name(request), user, change(request)).map(LiveCalls::custom);
    }

    Uni<ObjectNode> getCustomInfo(CompatRequest request) {
        logins.require(request);
        return shows.require(name(request)).chain(audiences::of).map(audience -> custom(audience.fields()));
    }

    Uni<ObjectNode> addAudience(CompatRequest request) {
        String user = actor(request);
        return viewers.enter(name(request), user, request.required("userInfo")).map(done -> Answers.ok());
    }

    /** Sent on every exit, also by those who never watched. */
    Uni<ObjectNode> deleteAudience(CompatRequest request) {
        String user = actor(request);
        return viewers.leave(name(request), user).map(done -> Answers.ok());
    }

    Uni<ObjectNode> getAudiences(CompatRequest request) {
        logins.require(request);
        return shows.require(name(request)).chain(show -> viewers.listed(show)
                .chain(listed -> audiences.of(show).map(audience -> listed(audience, listed))));
    }

    /** There is always a result: the client throws without one. */
    Uni<ObjectNode> mergeStream(CompatRequest request) {
        String user = actor(request);
        return mixes.order(name(request), user, request.requiredObject("mergeParams"))
                .map(LiveCalls::result);
    }

    private static FieldChange change(CompatRequest request) {
        String field = request.required("fieldName");
        return switch (request.required("operation")) {
            case "inc" -> new FieldChange.Count(field, 1);
            case "dec" -> new FieldChange.Count(field, -1);
            case "set" -> new FieldChange.Put(field, request.requiredScalar("value"));
            default ->
                throw new ProblemException(ProblemType.ILLEGAL_FIELD_CHANGE, "operation must be inc, dec or set");
        };
    }

    /** Under both names: the originals and their documents disagree. */
    private static ObjectNode custom(Map<String, Object> fields) {
        String custom = RoomJson.custom(fields);
        return Answers.ok().put("custom", custom).put("customInfo", custom);
    }

    private static ObjectNode listed(Audience audience, List<Viewer> listed) {
        ObjectNode answer = Answers.ok().put("audienceCount", audience.viewers());
        ArrayNode items = answer.putArray("audiences");
        listed.forEach(
                viewer -> items.addObject().put("userID", viewer.userId()).put("userInfo", viewer.info()));
        return answer;
    }

    private static ObjectNode result(MixOutcome outcome) {
        ObjectNode answer = Answers.ok();
        answer.putObject("result")
                .put("code", outcome.code())
                .put("message", outcome.message())
                .put("timestamp", outcome.timestamp());
        return answer;
    }

    private String actor(CompatRequest request) {
        String user = logins.require(request);
        request.required("userID");
        return user;
    }

    private static RoomName name(CompatRequest request) {
        return new RoomName(Family.LIVE, request.required("roomID"));
    }
}
