package io.rtcroom.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The body of every refusal (RFC 9457), served as {@value #MEDIA_TYPE}.
 *
 * @param field the input at fault; absent if no single one is
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String type, String title, int status, String detail, String field) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(ProblemException e) {
        return of(e.type(), e.getMessage(), e.field());
    }

    public static Problem of(ProblemType type, String detail, String field) {
        return new Problem(type.uri(), type.title(), type.status(), detail, field);
    }
}
