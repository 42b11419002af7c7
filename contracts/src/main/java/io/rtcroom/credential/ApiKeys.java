package io.rtcroom.credential;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
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

    private static final Pattern ENTRY = Pattern.compile("(?<name>[^:\\s]+):(?<scopes>[^:]+):(?<hash>[0-9a-fA-F]{64})");

    private record Entry(byte[] hash, Caller.ApiKey caller) {}

    private final List<Entry> entries;

    ApiKeys(CredentialConfig config) {
        entries = config.api().keys().orElse(List.of()).stream()
                .map(ApiKeys::parse)
                .toList();
    }

    Optional<Caller.ApiKey> find(String key) {
        byte[] hash = Sha256.of(key);
        return entries.stream()
                .filter(entry -> MessageDigest.isEqual(entry.hash, hash))
                .map(Entry::caller)
                .findFirst();
    }

    /** A malformed entry is not repeated in the message: somebody may have put the key itself there. */
    private static Entry parse(String text) {
        var entry = ENTRY.matcher(text.trim());
        if (!entry.matches()) throw malformed();
        var scopes = Arrays.stream(entry.group("scopes").split("\\|"))
                .map(ApiKeys::scope)
                .collect(Collectors.toUnmodifiableSet());
        return new Entry(HexFormat.of().parseHex(entry.group("hash")), new Caller.ApiKey(entry.group("name"), scopes));
    }

    private static Scope scope(String text) {
        return Scope.find(text).orElseThrow(ApiKeys::malformed);
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "rtcroom.api.keys: an entry is name:scope|scope:sha256-hex of the key, scopes "
                        + Arrays.toString(Scope.values()).toLowerCase(Locale.ROOT));
    }
}
