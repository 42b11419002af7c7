package io.rtcroom.stream;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The query of both ways to read. Numbers come as text, so that a bad one is named and not merely not found. */
class EventsRequest {
    private static final int MAX_WAIT_SECONDS = 30;
    private static final int MAX_LIMIT = 500;
    private static final String DEFAULT_LIMIT = "100";

    /** Newer than the query: a browser repeats its first URL when it reconnects. */
    @HeaderParam("Last-Event-ID")
    @Parameter(description = "A cursor: everything after it, exactly. Without one: from now.")
    String lastEventId;

    @QueryParam("lastEventId")
    @Parameter(description = "As the header Last-Event-ID, which wins.")
    String lastEventIdParameter;

    @QueryParam("after")
    @Parameter(description = "As the header Last-Event-ID, which wins. With `subject` also a number; 0 is the start.")
    String after;

    @QueryParam("subject")
    @Parameter(description = "For API keys with the scope events: the one subject to read, such as room:{uid}.")
    String subject;

    @QueryParam("wait")
    @Parameter(description = "Poll only: seconds to wait for something, 0 to 30.")
    String wait;

    @QueryParam("limit")
    @Parameter(description = "Poll only: the most events to answer, 1 to 500; 100 if absent.")
    String limit;

    @QueryParam("access_token")
    @Parameter(description = "A token, where a header cannot be sent (EventSource).")
    String accessToken;

    /** The cursor's text, or null. */
    String cursor() {
        if (isGiven(lastEventId)) return lastEventId;
        if (isGiven(after)) return after;
        return isGiven(lastEventIdParameter) ? lastEventIdParameter : null;
    }

    Duration patience() {
        return Duration.ofSeconds(whole("wait", isGiven(wait) ? wait : "0", 0, MAX_WAIT_SECONDS));
    }

    int maxItems() {
        return whole("limit", isGiven(limit) ? limit : DEFAULT_LIMIT, 1, MAX_LIMIT);
    }

    private static boolean isGiven(String text) {
        return text != null && !text.isEmpty();
    }

    private static int whole(String field, String text, int least, int most) {
        if (text.matches("[0-9]{1,6}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) return number;
        }
        throw ProblemException.ofField(
                ProblemType.INVALID_REQUEST, field, field + " must be a whole number from " + least + " to " + most);
    }
}
