package io.rtcroom.key;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The rings of this moment. */
@Singleton
public class KeyRings {
    private final KeyConfig config;
    private final KeyHits hits;
    private final Clock clock;
    private volatile Rings current;
    private String lastText;

    private record Rings(KeyRing push, KeyRing play) {}

    KeyRings(KeyConfig config, MeterRegistry meters, Clock clock) {
        this.config = config;
        this.clock = clock;
        hits = new KeyHits(meters);
        if (config.keysFile().isEmpty()) current = rings(configured());
        else reload();
    }

    public KeyRing push() {
        return current.push;
    }

    public KeyRing play() {
        return current.play;
    }

    /** The key of new publish addresses: without one the service would not have started. */
    public SigningKey activePush() {
        return push().active(clock.instant()).orElseThrow();
    }

    /**
     * Reads the file again, if there is one and it has changed. All of it counts, or nothing of it does.
     *
     * @return whether there are new rings
     * @throws IllegalArgumentException if the file is not good; the rings stay as they were
     */
    boolean reload() {
        if (config.keysFile().isEmpty()) return false;
        String text = text(Path.of(config.keysFile().get()));
        if (text.equals(lastText)) return false;
        lastText = text;
        try {
            current = rings(KeyFile.parse(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("rtcroom.stream.keys-file: " + e.getMessage(), e);
        }
        return true;
    }

    private Rings rings(List<KeyEntry> entries) {
        Instant now = clock.instant();
        KeyRing push = ring(Purpose.PUSH, entries);
        KeyRing play = ring(Purpose.PLAY, entries);
        if (push.active(now).isEmpty()) throw new IllegalArgumentException("no push key is active");
        if (!play.isEmpty() && play.active(now).isEmpty()) throw new IllegalArgumentException("no play key is active");
        return new Rings(push, play);
    }

    private KeyRing ring(Purpose purpose, List<KeyEntry> entries) {
        return new KeyRing(entries.stream()
                .filter(entry -> entry.purpose() == purpose)
                .map(entry -> new SigningKey(entry, hits))
                .toList());
    }

    private List<KeyEntry> configured() {
        String push = config.pushKey()
                .orElseThrow(() -> new IllegalArgumentException(
                        "rtcroom.stream.push-key is required where there is no rtcroom.stream.keys-file"));
        List<KeyEntry> entries = new ArrayList<>();
        entries.add(new KeyEntry(Purpose.PUSH, "main", KeyState.ACTIVE, null, push));
        config.pushKeyBackup()
                .ifPresent(key -> entries.add(new KeyEntry(Purpose.PUSH, "backup", KeyState.RETIRING, null, key)));
        config.playKey().ifPresent(key -> entries.add(new KeyEntry(Purpose.PLAY, "main", KeyState.ACTIVE, null, key)));
        return entries;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
