package io.rtcroom.system;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A signed address in bizid form, taken apart and checked with arithmetic of our own (protocol.md §6.1). */
record StreamAddress(String host, String streamId, String txSecret, String txTime) {
    private static final Pattern FORM =
            Pattern.compile("rtmp://([^/]+)/live/([^/.?]+)\\?bizid=8888&txSecret=([0-9a-f]{32})&txTime=([0-9A-F]{8})");

    static StreamAddress parse(String url) {
        Matcher matcher = FORM.matcher(url);
        assertThat("an address in the form of protocol.md §6.1: " + url, matcher.matches(), is(true));
        return new StreamAddress(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4));
    }

    static String sign(String host, String streamId, long expiresAt) {
        String txTime = Long.toHexString(expiresAt).toUpperCase(java.util.Locale.ROOT);
        return "rtmp://" + host + "/live/" + streamId + "?bizid=" + Deployment.BIZID + "&txSecret="
                + secret(streamId, txTime) + "&txTime=" + txTime;
    }

    boolean isWellSigned() {
        return secret(streamId, txTime).equals(txSecret);
    }

    long expiresAt() {
        return Long.parseLong(txTime, 16);
    }

    private static String secret(String streamId, String txTime) {
        return Deployment.md5(Deployment.PUSH_KEY + streamId + txTime);
    }
}
