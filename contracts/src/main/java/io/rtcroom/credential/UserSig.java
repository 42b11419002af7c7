package io.rtcroom.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A UserSig: the vendor's proof that a back end with the key vouches for a user until some time (protocol.md §6.4, §6.5).
 * Both versions are a small JSON document, deflated; they differ in field names and in the signature.
 */
record UserSig(Version version, Map<String, String> fields) {
    /** The signed fields of each version, in the order in which they are signed. */
    enum Version {
        /** HMAC-SHA256 with a shared secret. */
        V2("TLS.sdkappid", "TLS.expire", List.of("TLS.identifier", "TLS.sdkappid", "TLS.time", "TLS.expire")),
        /** ECDSA with a key pair. The first two fields vary by the issuer's flavour, so they come from the document. */
        V1(
                "TLS.sdk_appid",
                "TLS.expire_after",
                List.of(
                        "TLS.appid_at_3rd",
                        "TLS.account_type",
                        "TLS.identifier",
                        "TLS.sdk_appid",
                        "TLS.time",
                        "TLS.expire_after"));

        final String appField;
        final String lifeField;
        final List<String> signed;

        Version(String appField, String lifeField, List<String> signed) {
            this.appField = appField;
            this.lifeField = lifeField;
            this.signed = signed;
        }
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SIG = "TLS.sig";
    private static final String USERBUF = "TLS.userbuf";
    /** Fifteen digits: a sum of two cannot overflow. */
    private static final String NUMBER = "[0-9]{1,15}";

    /** Reads a UserSig without judging it; empty if it is none. */
    static Optional<UserSig> parse(String text) {
        try {
            return document(MAPPER.readTree(UserSigEncoding.decode(text)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<UserSig> document(JsonNode json) {
        Version version = "2.0".equals(json.path("TLS.ver").asText()) ? Version.V2 : Version.V1;
        Map<String, String> fields = new HashMap<>();
        json.properties().forEach(field -> {
            if (field.getValue().isTextual() || field.getValue().isIntegralNumber())
                fields.put(field.getKey(), field.getValue().asText());
        });
        UserSig sig = new UserSig(version, Map.copyOf(fields));
        return sig.isComplete() ? Optional.of(sig) : Optional.empty();
    }

    private boolean isComplete() {
        return fields.keySet().containsAll(version.signed)
                && fields.containsKey(SIG)
                && List.of(version.appField, version.lifeField, "TLS.time").stream()
                        .allMatch(name -> fields.get(name).matches(NUMBER))
                // A line break in a value would let one document sign as another.
                && fields.values().stream().noneMatch(value -> value.indexOf('\n') >= 0);
    }

    String userId() {
        return fields.get("TLS.identifier");
    }

    long sdkAppId() {
        return Long.parseLong(fields.get(version.appField));
    }

    /** The last epoch second at which it holds. */
    long validUntil() {
        return Long.parseLong(fields.get("TLS.time")) + Long.parseLong(fields.get(version.lifeField));
    }

    String sig() {
        return fields.get(SIG);
    }

    /** What is signed: one line per field, with the values exactly as the document has them. */
    String content() {
        StringBuilder content = new StringBuilder();
        for (String name : version.signed)
            content.append(name).append(':').append(fields.get(name)).append('\n');
        if (fields.containsKey(USERBUF))
            content.append(USERBUF).append(':').append(fields.get(USERBUF)).append('\n');
        return content.toString();
    }

    /** The text to hand out, once signed. Version 1 has strings throughout, version 2 numbers. */
    String encode(String signature) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put(version == Version.V2 ? "TLS.ver" : "TLS.version", version == Version.V2 ? "2.0" : "201512300000");
        for (String name : version.signed) {
            boolean number = version == Version.V2 && !name.equals("TLS.identifier");
            if (number) json.put(name, Long.parseLong(fields.get(name)));
            else json.put(name, fields.get(name));
        }
        if (fields.containsKey(USERBUF)) json.put(USERBUF, fields.get(USERBUF));
        json.put(SIG, signature);
        try {
            return UserSigEncoding.encode(MAPPER.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
