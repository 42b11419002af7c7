package io.rtcroom.credential;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Base64;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * ECDSA with SHA-256 on secp256k1, which the JDK no longer has, or P-256. BouncyCastle's classes are called directly: a
 * registered provider would be looked up by name, which a native image cannot do unprepared. None of them appears in what
 * this class offers: its archive is signed, and a start of a JVM that needs no such key does not wait for that to be checked.
 */
final class EcdsaKeys {
    private EcdsaKeys() {}

    /** Answers the signature of a content. */
    static UnaryOperator<String> signer(String privateKeyPem) {
        var key = read(privateKeyPem, PrivateKeyFactory::createKey, ECPrivateKeyParameters.class);
        return content -> sign(key, content);
    }

    /** Answers whether a content bears a signature. */
    static BiPredicate<String, String> verifier(String publicKeyPem) {
        var key = read(publicKeyPem, PublicKeyFactory::createKey, ECPublicKeyParameters.class);
        return (content, signature) -> verify(key, content, signature);
    }

    private static String sign(ECPrivateKeyParameters key, String content) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, key);
        BigInteger[] pair = signer.generateSignature(Sha256.of(content));
        try {
            byte[] der = StandardDSAEncoding.INSTANCE.encode(key.getParameters().getN(), pair[0], pair[1]);
            return Base64.getEncoder().encodeToString(der);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean verify(ECPublicKeyParameters key, String content, String signature) {
        try {
            byte[] der = Base64.getDecoder().decode(signature);
            BigInteger[] pair =
                    StandardDSAEncoding.INSTANCE.decode(key.getParameters().getN(), der);
            ECDSASigner verifier = new ECDSASigner();
            verifier.init(false, key);
            // The decoder forgives stray bits at the end of base64; two texts for one signature are one too many.
            return Base64.getEncoder().encodeToString(der).equals(signature)
                    && verifier.verifySignature(Sha256.of(content), pair[0], pair[1]);
        } catch (IOException | RuntimeException e) {
            // Somebody else's bytes: the DER reader answers garbage with casts and index errors of its own.
            return false;
        }
    }

    private interface Reader {
        AsymmetricKeyParameter read(byte[] der) throws IOException;
    }

    private static <K> K read(String pem, Reader reader, Class<K> kind) {
        // Configuration by environment variable often has \n spelled out, or no line breaks at all.
        String base64 = pem.replace("\\n", "").replaceAll("-----[A-Z ]+-----|\\s", "");
        try {
            return kind.cast(reader.read(Base64.getDecoder().decode(base64)));
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("not an elliptic-curve key in PEM (PKCS#8 or SPKI)", e);
        }
    }
}
