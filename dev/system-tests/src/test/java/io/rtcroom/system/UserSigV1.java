package io.rtcroom.system;

import io.rtcroom.standin.UserSig;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/**
 * Signs UserSig v1 (protocol.md §6.5) with the private scalar of its vector, as either original did.
 *
 * @param appIdAtThirdParty {@code 0} in the Java flavour, the application's id in Node's
 * @param version the member {@code TLS.version}, or null as in Node's
 */
record UserSigV1(String appIdAtThirdParty, String accountType, String version) {
    static final UserSigV1 JAVA = new UserSigV1("0", "0", "201512300000");
    static final UserSigV1 NODE = new UserSigV1(String.valueOf(Deployment.SDK_APP_ID), Deployment.ACCOUNT_TYPE, null);
    private static final BigInteger SCALAR =
            new BigInteger("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721", 16);

    String sign(String userId, long time, long expireAfter) {
        String document = "{\"TLS.account_type\":\"" + accountType + "\",\"TLS.identifier\":\"" + userId
                + "\",\"TLS.appid_at_3rd\":\"" + appIdAtThirdParty + "\",\"TLS.sdk_appid\":\"" + Deployment.SDK_APP_ID
                + "\",\"TLS.expire_after\":\"" + expireAfter + "\","
                + (version == null ? "" : "\"TLS.version\":\"" + version + "\",")
                + "\"TLS.time\":\"" + time + "\",\"TLS.sig\":\"" + signature(userId, time, expireAfter) + "\"}";
        return UserSig.wrap(document);
    }

    /** Deterministic (RFC 6979), so that the specification's vector can be compared. */
    String signature(String userId, long time, long expireAfter) {
        String content = "TLS.appid_at_3rd:" + appIdAtThirdParty + "\nTLS.account_type:" + accountType
                + "\nTLS.identifier:" + userId + "\nTLS.sdk_appid:" + Deployment.SDK_APP_ID + "\nTLS.time:" + time
                + "\nTLS.expire_after:" + expireAfter + "\n";
        X9ECParameters curve = CustomNamedCurves.getByName("secp256k1");
        var domain = new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
        var signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(SCALAR, domain));
        try {
            BigInteger[] rs = signer.generateSignature(
                    MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
            return Base64.getEncoder().encodeToString(StandardDSAEncoding.INSTANCE.encode(curve.getN(), rs[0], rs[1]));
        } catch (NoSuchAlgorithmException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
