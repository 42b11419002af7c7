package io.rtcroom.stack.config;

import io.rtcroom.stack.run.DataFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Properties;

/** The keys of one data folder: made at its first start, the same ever after, so that tokens and addresses stay valid. */
public final class Secrets {
    private static final String FILE = "secrets.properties";
    private static final String TOKEN_KEY_FILE = "token-private-key.pem";
    private static final String TOKEN_PUBLIC_KEY = "token.public-key";
    private static final String[] RANDOM = {
        "internal.key", "api.key", "stream.push-key", "stream.play-key", "im.secret-key", "database.password"
    };

    private final Path folder;
    private final Properties values;

    private Secrets(Path folder, Properties values) {
        this.folder = folder;
        this.values = values;
    }

    public static Secrets of(DataFolder data) throws IOException {
        return in(data.folder("keys"));
    }

    static Secrets in(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        var values = new Properties();
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                values.load(reader);
            }
            return new Secrets(folder, values);
        }
        for (String name : RANDOM) values.setProperty(name, randomHex());
        values.setProperty("api.key", "rk_" + values.getProperty("api.key"));
        values.setProperty(TOKEN_PUBLIC_KEY, makeTokenKeys(folder.resolve(TOKEN_KEY_FILE)));
        // Last, and by a move: a start that was cut short makes all of them again.
        Path next = folder.resolve(FILE + ".next");
        try (var writer = Files.newBufferedWriter(next)) {
            values.store(writer, null);
        }
        Files.move(next, file);
        return new Secrets(folder, values);
    }

    public String internalKey() {
        return values.getProperty("internal.key");
    }

    public String apiKey() {
        return values.getProperty("api.key");
    }

    public String apiKeyHash() {
        return sha256(apiKey());
    }

    public String pushKey() {
        return values.getProperty("stream.push-key");
    }

    public String playKey() {
        return values.getProperty("stream.play-key");
    }

    /** Not a key of its own, so that folders of before have it too. */
    public String hookSecret() {
        return sha256("hooks of media servers " + internalKey());
    }

    public String imSecretKey() {
        return values.getProperty("im.secret-key");
    }

    public String databasePassword() {
        return values.getProperty("database.password");
    }

    /** The public half, base64 of X.509. */
    public String tokenPublicKey() {
        return values.getProperty(TOKEN_PUBLIC_KEY);
    }

    /** The private half, PEM of PKCS #8. */
    public Path tokenPrivateKeyFile() {
        return folder.resolve(TOKEN_KEY_FILE);
    }

    private static String makeTokenKeys(Path privateKeyFile) throws IOException {
        KeyPair pair;
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(pair.getPrivate().getEncoded());
        Files.writeString(privateKeyFile, "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
        return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    }

    private static String randomHex() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
