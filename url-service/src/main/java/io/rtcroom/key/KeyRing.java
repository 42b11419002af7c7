package io.rtcroom.key;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The keys of one purpose as they were last read. A ring never changes; a reload makes another. */
public final class KeyRing {
    private final List<SigningKey> keys;

    KeyRing(List<SigningKey> keys) {
        this.keys = keys;
        Set<String> kids = new HashSet<>();
        for (SigningKey key : keys)
            if (!kids.add(key.kid())) throw new IllegalArgumentException("two keys have the id " + key.kid());
        if (keys.stream().filter(key -> key.entry().state() == KeyState.ACTIVE).count() > 1)
            throw new IllegalArgumentException("two keys are active");
    }

    /** The key of new addresses, if there is one. */
    public Optional<SigningKey> active(Instant now) {
        SigningKey active = null;
        for (SigningKey key : keys)
            if (key.entry().isDue(now)
                    && (active == null
                            || key.entry().since().isAfter(active.entry().since()))) active = key;
        return Optional.ofNullable(active);
    }

    /** Whether a key in force made this signature; a form that does not name the key has all of them tried. */
    public boolean isSigned(Signed content, String signature, Instant now) {
        return accepts(key -> key.made(signature, content), now);
    }

    /** Whether the key of this id is in force and made this signature. */
    public boolean isSigned(String kid, String text, String signature, Instant now) {
        return accepts(key -> key.kid().equals(kid) && key.made(signature, text), now);
    }

    private boolean accepts(Predicate<SigningKey> made, Instant now) {
        return keys.stream()
                .filter(made)
                .findFirst()
                .filter(key -> key.accept(now))
                .isPresent();
    }

    /** Whether nothing is signed for this purpose. */
    public boolean isEmpty() {
        return keys.isEmpty();
    }

    @Override
    public String toString() {
        return keys.toString();
    }
}
