package io.rtcroom;

import java.util.Map;

/** The IM application of the tests, with the keys of protocol.md §6.4 and §6.5. */
public final class ImApplication {
    public static final long SDK_APP_ID = 1400000000L;
    public static final String SECRET_KEY = "5c67faf7cb26e952a0bf7bb9a206a7ee8d63534ce4d3701e1b42b23001c790c4";
    public static final String PRIVATE_KEY =
            "MD4CAQAwEAYHKoZIzj0CAQYFK4EEAAoEJzAlAgEBBCDJr6nYRbp1FmtcIVdnsdaTTlDD2zbomxJ7imIrEg9nIQ==";
    /** Of user alice, expired since 2017-12; the Java original's flavour. */
    public static final String EXPIRED_USER_SIG_V1 =
            "eJxNjk1zgjAQhv9LrjoaAqnojAc-GFsthyqdtl4yKQntioEYYgU7-neRoVP3*Dy777u-KHre9Hgc58fMMltpiUYIo26DQcjMQgLS1"
                    + "JDvIZat4FqDYNwy14i7-UKkrFE1czzcTitlqcFIxhPbxBE6JP-yR5oC8uzGsUMd4t5fWlC3r2qOie8Rn-zVwVeNw*B"
                    + "l9rTwZ1GuSiq8jCvlVlv7ITeP4UrEBckDtzzuqK8Tu*x-vk5gSniahJ3vFHfwzpiVmk*iwFlzen4LxHS*Hxxo-2FRL"
                    + "UG9n8ZjdLkCvC5XPg__";

    private static final String PUBLIC_KEY = "MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAELIwx/J+ZDGtV44ZaGEpM5Q4JSB8urrPm"
            + "DsHOoTpq5kVkuV5P22lIwDhuGJsAain2hnabARcEJ15EWYItwzKAhQ==";

    static final Map<String, String> SETTINGS = Map.of(
            "rtcroom.im.sdk-app-id",
            Long.toString(SDK_APP_ID),
            "rtcroom.im.account-type",
            "36862",
            "rtcroom.im.secret-key",
            SECRET_KEY,
            "rtcroom.im.public-key",
            PUBLIC_KEY,
            "rtcroom.im.login-info",
            "open");

    private ImApplication() {}
}
