package io.rtcroom.login;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The IM application whose UserSigs are accepted. */
@ConfigMapping(prefix = "rtcroom.im")
public interface ImConfig {
    /** Who may ask for a UserSig without being anybody. */
    enum LoginInfo {
        OPEN,
        RANDOM,
        OFF
    }

    /** The application's number; 0 accepts no UserSig at all. */
    @WithDefault("0")
    long sdkAppId();

    /** Told to clients, which send it back at login; it proves nothing. */
    @WithDefault("0")
    String accountType();

    /** Key of UserSigs of version 2. */
    Optional<String> secretKey();

    /** PEM (PKCS#8), signs UserSigs of version 1 if there is no secret key. */
    Optional<String> privateKey();

    /** PEM (SPKI), verifies UserSigs of version 1. */
    Optional<String> publicKey();

    /** open: for any user; random: for new random users; off: for nobody (protocol.md §8.2, 6). */
    @WithDefault("off")
    LoginInfo loginInfo();
}
