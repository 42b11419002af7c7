package io.rtcroom.system;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Addresses in bound form as somebody writes them who has the key, by the documentation alone (docs/media.md). */
record BoundAddress(String host, String streamId, String role, String room, Instant issuedAt, Instant until) {
    /** Signed with this key. */
    String with(String key) {
        String iat = hex(issuedAt);
        String exp = hex(until);
        String text = String.join("\n", "rtcroom-1", role, streamId, room, "", "", iat, exp);
        return "rtmp://" + host + "/live/" + streamId + "?kid=main&role=" + role + "&room=" + room + "&iat=" + iat
                + "&exp=" + exp + "&sig=" + hmac(key, text);
    }

    private static String hex(Instant instant) {
        return Long.toHexString(instant.getEpochSecond()).toUpperCase(Locale.ROOT);
    }

    private static String hmac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] hash = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
