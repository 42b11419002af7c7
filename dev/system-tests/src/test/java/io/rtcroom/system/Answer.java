package io.rtcroom.system;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpHeaders;
import java.util.List;

/** What came back. {@code json} is a missing node if the body is not JSON. */
record Answer(int status, HttpHeaders headers, String body, JsonNode json) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Answer of(int status, HttpHeaders headers, String body) {
        return new Answer(status, headers, body, parse(body));
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** The code of the old dialect; fails if it is not there as an integer on HTTP 200. */
    int code() {
        assertThat("status of " + this, status, is(200));
        assertThat("code is an integer in " + body, json.path("code").isIntegralNumber(), is(true));
        return json.path("code").asInt();
    }

    Answer hasCode(int code) {
        assertThat(body, code(), is(code));
        return this;
    }

    Answer hasStatus(int expected) {
        assertThat(body, status, is(expected));
        return this;
    }

    String text(String field) {
        return json.path(field).asText();
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** The texts that {@code field} has in the objects of the array {@code list}. */
    List<String> texts(String list, String field) {
        return json.path(list).findValuesAsText(field);
    }

    @Override
    public String toString() {
        return status + " " + body;
    }
}
