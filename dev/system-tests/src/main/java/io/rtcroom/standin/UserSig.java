package io.rtcroom.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** UserSig v2 (protocol.md §6.4), written a second time on purpose: the services' own codec must not vouch for itself. */
public record UserSig(String identifier, long sdkAppId, long time, long expire) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_DOCUMENT = 8192;

    /** Who is named by a signature, and whether the key made it. */
    record Verified(UserSig sig, boolean genuine) {
        boolean expiredAt(long epochSecond) {
            return sig.time() + sig.expire() < epochSecond;
        }
    }

    public String sign(String secretKey) {
        String document = "{\"TLS.ver\":\"2.0\",\"TLS.identifier\":\"" + identifier + "\",\"TLS.sdkappid\":" + sdkAppId
                + ",\"TLS.time\":" + time + ",\"TLS.expire\":" + expire + ",\"TLS.sig\":\"" + hmac(secretKey) + "\"}";
        return wrap(document);
    }

    /** Deflates, encodes and escapes a document, of either version. */
    public static String wrap(String document) {
        var deflater = new Deflater();
        deflater.setInput(document.getBytes(StandardCharsets.UTF_8));
        deflater.finish();
        var out = new ByteArrayOutputStream();
        byte[] buffer = new byte[1024];
        while (!deflater.finished()) out.write(buffer, 0, deflater.deflate(buffer));
        deflater.end();
        return Base64.getEncoder()
                .encodeToString(out.toByteArray())
                .replace('+', '*')
                .replace('/', '-')
                .replace('=', '_');
    }

    /** @throws IOException if the text is not a signature at all */
    static Verified verify(String userSig, String secretKey) throws IOException {
        JsonNode document = JSON.readTree(unwrap(userSig));
        var sig = new UserSig(
                document.path("TLS.identifier").asText(),
                document.path("TLS.sdkappid").asLong(),
                document.path("TLS.time").asLong(),
                document.path("TLS.expire").asLong());
        boolean genuine = "2.0".equals(document.path("TLS.ver").asText())
                && document.path("TLS.sdkappid").isNumber()
                && MessageDigest.isEqual(
                        sig.hmac(secretKey).getBytes(StandardCharsets.UTF_8),
                        document.path("TLS.sig").asText().getBytes(StandardCharsets.UTF_8));
        return new Verified(sig, genuine);
    }

    /** The inflated document. */
    public static String unwrap(String userSig) throws IOException {
        var inflater = new Inflater();
        try {
            inflater.setInput(Base64.getDecoder()
                    .decode(userSig.replace('*', '+').replace('-', '/').replace('_', '=')));
            byte[] document = new byte[MAX_DOCUMENT];
            int length = inflater.inflate(document);
            if (!inflater.finished()) throw new IOException("truncated, or longer than " + MAX_DOCUMENT);
            return new String(document, 0, length, StandardCharsets.UTF_8);
        } catch (DataFormatException | IllegalArgumentException e) {
            throw new IOException("not a UserSig", e);
        } finally {
            inflater.end();
        }
    }

    private String hmac(String secretKey) {
        String content = "TLS.identifier:" + identifier + "\nTLS.sdkappid:" + sdkAppId + "\nTLS.time:" + time
                + "\nTLS.expire:" + expire + "\n";
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secretKey.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
