package io.rtcroom.credential;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The API keys of the configuration. A key is at least 128 random bits, so one SHA-256 is enough: there is nothing to
 * guess. Only hashes are configured; a lost configuration gives nobody a key.
 */
@Startup
@Singleton
public class ApiKeys {
    /** Marks an API key, so that it is never taken for a token. */
    public static final String PREFIX = "rk_";

    private record Entry(byte[] hash, Caller.ApiKey caller) {}

    private final List<Entry> entries;

    ApiKeys(CredentialConfig config) {
        entries = config.api().keys().orElse(List.of()).stream()
                .map(ApiKeys::parse)
                .toList();
    }

    Optional<Caller.ApiKey> find(String key) {
        byte[] hash = sha256(key);
        return entries.stream()
                .filter(entry -> MessageDigest.isEqual(entry.hash, hash))
                .map(Entry::caller)
                .findFirst();
    }

    private static Entry parse(String text) {
        String[] parts = text.trim().split(":");
        if (parts.length != 3 || parts[2].length() != 64)
            throw new IllegalArgumentException("rtcroom.api.keys: an entry is name:scope|scope:sha256-hex");
        var scopes = Arrays.stream(parts[1].split("\\|")).map(Scope::of).collect(Collectors.toUnmodifiableSet());
        return new Entry(HexFormat.of().parseHex(parts[2]), new Caller.ApiKey(parts[0], scopes));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
