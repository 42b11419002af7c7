package io.rtcroom.call;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rtcroom.address.StreamAddresses;

/**
 * A call as its new participant sees it.
 *
 * @param stream the user's own addresses, the secret push address among them; absent if there is nothing to send
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AnsweredCall(CallView call, StreamAddresses stream) {
    /** As the user sees it who changed something without getting addresses of their own. */
    public static AnsweredCall shown(Call call, String userId) {
        return new AnsweredCall(CallView.of(call, userId), null);
    }

    static AnsweredCall of(CallEntrance.Entered entered, String userId) {
        return new AnsweredCall(CallView.of(entered.call(), userId), entered.addresses());
    }
}
