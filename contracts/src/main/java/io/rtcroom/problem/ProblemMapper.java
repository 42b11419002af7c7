package io.rtcroom.problem;

import static io.rtcroom.problem.ProblemType.INTERNAL;
import static io.rtcroom.problem.ProblemType.INVALID_REQUEST;
import static io.rtcroom.problem.ProblemType.NOT_ALLOWED;
import static io.rtcroom.problem.ProblemType.NOT_AUTHENTICATED;
import static io.rtcroom.problem.ProblemType.UNAVAILABLE;
import static io.rtcroom.problem.ProblemType.UNREADABLE_BODY;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where a failure becomes an HTTP answer. */
public class ProblemMapper {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
    private static final String TOO_LARGE = "Request too large";
    /** Of what passes: an outage, or having asked too often. */
    private static final Map<Integer, String> RETRY_AFTER_SECONDS = Map.of(503, "2", 429, "1");

    @ServerExceptionMapper
    public RestResponse<Problem> expected(ProblemException e) {
        return respond(Problem.of(e));
    }

    @ServerExceptionMapper
    public RestResponse<Problem> invalid(ConstraintViolationException e) {
        // One of several, but always the same one.
        var first = Collections.min(
                e.getConstraintViolations(),
                Comparator.comparing(violation -> violation.getPropertyPath().toString()));
        String field = null;
        // An element of a list has no name of its own.
        for (Path.Node node : first.getPropertyPath())
            if (node.getKind() != ElementKind.CONTAINER_ELEMENT) field = node.getName();
        return respond(Problem.of(INVALID_REQUEST, field + " " + first.getMessage(), field));
    }

    @ServerExceptionMapper
    public RestResponse<Problem> mismatched(MismatchedInputException e) {
        String field = e.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(name -> name != null)
                .reduce((outer, inner) -> inner)
                .orElse(null);
        String wanted =
                e.getTargetType() == null ? "something else" : e.getTargetType().getSimpleName();
        return respond(Problem.of(UNREADABLE_BODY, (field == null ? "the body" : field) + " must be " + wanted, field));
    }

    @ServerExceptionMapper
    public RestResponse<Problem> framework(WebApplicationException e) {
        // The JSON reader wraps what it could not read; the cause knows the field.
        if (e.getCause() instanceof MismatchedInputException mismatch) return mismatched(mismatch);
        int status = e.getResponse().getStatus();
        ProblemType type = Arrays.stream(ProblemType.values())
                .filter(candidate -> candidate.status() == status)
                .findFirst()
                .orElse(status >= 500 ? INTERNAL : INVALID_REQUEST);
        String detail = type == INVALID_REQUEST ? "the request could not be read" : type.title();
        return respond(new Problem(type.uri(), type.title(), status, detail, null));
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    public RestResponse<Problem> unauthenticated(SecurityException e) {
        return respond(Problem.of(NOT_AUTHENTICATED, "send Authorization: Bearer with a valid token", null));
    }

    @ServerExceptionMapper
    public RestResponse<Problem> forbidden(ForbiddenException e) {
        return respond(Problem.of(NOT_ALLOWED, "the token's rights do not reach here", null));
    }

    /** Thrown while the body is read: the client went away, or sent too much and has its 413 already. */
    @ServerExceptionMapper
    public RestResponse<Problem> unreadable(IOException e) {
        if (TOO_LARGE.equals(e.getMessage())) return RestResponse.status(413);
        return unexpected(e);
    }

    @ServerExceptionMapper
    public RestResponse<Problem> unexpected(Throwable e) {
        if (Outage.isOutage(e)) {
            LOG.warnf("dependency away: %s", e.toString());
            return respond(Problem.of(UNAVAILABLE, "try again", null));
        }
        LOG.error("unexpected failure", e);
        return respond(Problem.of(INTERNAL, "the cause is in the server's log", null));
    }

    private static RestResponse<Problem> respond(Problem problem) {
        var response = RestResponse.ResponseBuilder.<Problem>create(problem.status())
                .entity(problem)
                .type(Problem.MEDIA_TYPE);
        if (problem.status() == 401) response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        String retryAfter = RETRY_AFTER_SECONDS.get(problem.status());
        if (retryAfter != null) response.header(HttpHeaders.RETRY_AFTER, retryAfter);
        return response.build();
    }
}
