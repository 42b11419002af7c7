package io.rtcroom.key;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which key signs what, and which are accepted. */
@Singleton
public class KeyRing {
    private final SigningKey push;
    private final List<SigningKey> acceptedForPush;
    private final SigningKey play;

    KeyRing(KeyConfig config) {
        push = new SigningKey(config.pushKey());
        acceptedForPush = Stream.concat(Stream.of(push), config.pushKeyBackup().map(SigningKey::new).stream())
                .toList();
        play = config.playKey().map(SigningKey::new).orElse(null);
    }

    /** The key of new publish addresses. */
    public SigningKey push() {
        return push;
    }

    /** Whether any key in force made this signature of a publish address. */
    public boolean isPushSigned(Signed content, String signature) {
        return acceptedForPush.stream().anyMatch(key -> key.made(signature, content));
    }

    /** The key of play addresses, if the media server asks for one. */
    public Optional<SigningKey> play() {
        return Optional.ofNullable(play);
    }
}
