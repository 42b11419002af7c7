package io.rtcroom.key;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The secrets shared with the media server. */
@ConfigMapping(prefix = "rtcroom.stream")
public interface KeyConfig {
    /** Signs new publish addresses. */
    String pushKey();

    /** Still accepted when verifying: the former key while clients hold its addresses, or the next one ahead of a change. */
    Optional<String> pushKeyBackup();

    /** Signs play addresses of the domain form; without it they carry no signature. */
    Optional<String> playKey();
}
