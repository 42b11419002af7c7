package io.rtcroom.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.net.ConnectException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AnswersTest {
    @ParameterizedTest
    @CsvSource({
        "INVALID_REQUEST,1",
        "INVALID_STREAM_ADDRESS,2",
        "ILLEGAL_FIELD_CHANGE,2",
        "NO_SUCH_ROOM,3",
        "NOT_ALLOWED,3",
        "NOT_A_MEMBER,5",
        "NOT_AUTHENTICATED,7",
        "VALUE_TOO_LONG,10",
        "UNREADABLE_BODY,10",
        "BODY_TOO_LARGE,10",
        "ROOM_EXISTS,11",
        "ROOM_FULL,5001",
        "UNAVAILABLE,-1"
    })
    void refusalsHaveTheirOldNumbers(ProblemType type, int code) {
        assertEquals(code, Answers.code(type));
    }

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void noOtherNumberIsEverSaid(ProblemType type) {
        assertTrue(Set.of(-1, 1, 2, 3, 5, 7, 10, 11, 5001, 5002).contains(Answers.code(type)));
    }

    @Test
    void aLoginRefusalSaysItsInnerNumber() {
        assertEquals(
                "{\"code\":7,\"message\":\"who?\",\"reason\":3}",
                Answers.refusal(CompatRefusal.ofLogin(3, "who?")).toString());
    }

    @Test
    void anAccidentTellsNothingOfTheInside() {
        ObjectNode outage = Answers.refusal(new ConnectException("10.0.0.7:5432"));
        ObjectNode bug = Answers.refusal(new IllegalStateException("select * from room"));
        ObjectNode away = Answers.refusal(new ProblemException(ProblemType.UNAVAILABLE, "url-service at 10.0.0.8"));

        assertEquals("{\"code\":-1,\"message\":\"unexpected error\"}", bug.toString());
        assertEquals(-1, outage.get("code").intValue());
        assertEquals(outage, away);
        assertFalse(outage.toString().contains("10.0.0"), outage.toString());
    }
}
