package io.rtcroom.key;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The secrets shared with the media server: in a file with rings of keys, or one by one. */
@ConfigMapping(prefix = "rtcroom.stream")
public interface KeyConfig {
    /** Rings of keys, read again whenever it changes; the three keys below count for nothing then. */
    Optional<String> keysFile();

    /** Signs new publish addresses. */
    Optional<String> pushKey();

    /** Still accepted when verifying: the former key while clients hold its addresses, or the next one ahead of a change. */
    Optional<String> pushKeyBackup();

    /** Signs play addresses, in the forms that have a key for them; without it they carry no signature. */
    Optional<String> playKey();
}
