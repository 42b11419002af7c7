package io.rtcroom.sign;

import io.rtcroom.key.SignatureHash;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** Where streams are published and played, and how their addresses are written. Public, or its constraints go unread. */
@ConfigMapping(prefix = "rtcroom.stream")
public interface StreamConfig {
    String HOST = "[A-Za-z0-9.-]+(:[0-9]{1,5})?";

    enum Format {
        BIZID,
        DOMAIN,
        BOUND
    }

    /** The form of the addresses: as the vendor expects them (protocol.md §6.1 or §6.2), or our own. */
    @WithDefault("bizid")
    Format format();

    /** The account's number at the vendor, part of every name in bizid form. */
    Optional<@Pattern(regexp = "[A-Za-z0-9]{1,16}") String> bizid();

    /** Host, or host:port, that takes publishers. */
    @Pattern(regexp = HOST) String pushHost();

    /** Host, or host:port, that serves players. */
    @Pattern(regexp = HOST) String playHost();

    @WithDefault("live")
    @Pattern(regexp = "[A-Za-z0-9_-]{1,32}") String appName();

    /** Hash of the signatures in domain form; in bizid form it is always MD5. */
    @WithDefault("md5")
    SignatureHash hash();

    /** Life of a signed address. */
    @WithDefault("7d")
    @DurationMin(minutes = 1)
    Duration ttl();

    /** Bound on the life of the accelerated play address in bizid form, because it is a push credential as well. */
    @WithDefault("24h")
    @DurationMin(minutes = 1)
    Duration legacyPlayTtl();

    /** Life of an address in bound form. */
    @WithDefault("12h")
    @DurationMin(minutes = 1)
    Duration boundTtl();

    Schemes schemes();

    /** A play scheme left empty withholds that address: the media server does not serve it. */
    interface Schemes {
        @WithDefault("rtmp")
        String push();

        @WithDefault("rtmp")
        String accelerate();

        @WithDefault("https")
        Optional<String> mixed();

        @WithDefault("http")
        Optional<String> flv();

        @WithDefault("http")
        Optional<String> hls();

        @WithDefault("rtmp")
        Optional<String> rtmp();

        /** Not in bizid form. */
        @WithDefault("webrtc")
        Optional<String> webrtc();
    }

    /** Of a publish address. */
    default Duration life() {
        return format() == Format.BOUND ? boundTtl() : ttl();
    }

    /** Of any address. */
    default Duration longestLife() {
        return life().compareTo(legacyPlayTtl()) > 0 ? life() : legacyPlayTtl();
    }

    /** Under this remaining life a publish address is signed anew. */
    default Duration renewUnder() {
        return life().dividedBy(2);
    }

    default Duration accelerateTtl() {
        return ttl().compareTo(legacyPlayTtl()) < 0 ? ttl() : legacyPlayTtl();
    }

    default String pushBase() {
        return schemes().push() + "://" + pushHost() + "/" + appName() + "/";
    }

    default String accelerateBase() {
        return playBase(schemes().accelerate());
    }

    default String playBase(String scheme) {
        return scheme + "://" + playHost() + "/" + appName() + "/";
    }
}
