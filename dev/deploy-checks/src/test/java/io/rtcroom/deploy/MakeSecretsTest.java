package io.rtcroom.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MakeSecretsTest {
    @Test
    void theSecretHasEveryKeyThatAServiceNeeds() throws Exception {
        JsonNode secret = secret();

        for (JsonNode wiring : Chart.file("files/services.yaml"))
            for (String kind : List.of("secrets", "secretFiles"))
                for (JsonNode key : wiring.path(kind))
                    assertTrue(secret.path("stringData").has(key.asText()), key::asText);
        assertTrue(secret.path("stringData").has("database-password"));
    }

    @Test
    void theTwoTokenKeysAreOnePair() throws Exception {
        JsonNode keys = secret().path("stringData");

        assertTrue(verifies(
                keys.path("token-public-keys").asText(),
                sign(keys.path("token-private-key.pem").asText())));
    }

    @Test
    void theServicesKnowTheHashOfTheOperatorsKey() throws Exception {
        JsonNode keys = secret().path("stringData");

        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(keys.path("operator-api-key").asText().getBytes(StandardCharsets.UTF_8)));

        assertTrue(keys.path("api-keys").asText().contains("operator:tokens|revoke|rooms|events:" + hash));
    }

    @Test
    void everySecretIsOfItsOwn() throws Exception {
        assertNotEquals(secret().at("/stringData/internal-key"), secret().at("/stringData/internal-key"));
    }

    @Test
    void aTrialsSecretIsKnownByItsName() throws Exception {
        assertEquals("rtcroom-secrets", Manifests.nameOf(secret()));
        assertEquals("calls-secrets", Manifests.nameOf(secret("calls")));
        assertEquals("rtcroom-trial", Manifests.nameOf(secret("--trial")));
    }

    private static JsonNode secret(String... arguments) throws IOException, InterruptedException {
        return Repository.documents(run(arguments)).getFirst();
    }

    static String run(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of(Repository.path("deploy/make-secrets.sh").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    private static byte[] sign(String pem) throws GeneralSecurityException {
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der)));
        signature.update(new byte[] {1, 2, 3});
        return signature.sign();
    }

    private static boolean verifies(String publicKey, byte[] signed) throws GeneralSecurityException {
        byte[] der = Base64.getDecoder().decode(publicKey);
        var signature = Signature.getInstance("Ed25519");
        signature.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der)));
        signature.update(new byte[] {1, 2, 3});
        return signature.verify(signed);
    }
}
