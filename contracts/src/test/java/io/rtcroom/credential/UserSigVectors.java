package io.rtcroom.credential;

import java.time.Instant;

/** The test values of protocol.md §6.4 and §6.5. */
final class UserSigVectors {
    static final long APP = 1400000000L;
    static final String ALICE = "alice";
    static final Instant ISSUED = Instant.ofEpochSecond(1510284282);
    static final String SECRET = "5c67faf7cb26e952a0bf7bb9a206a7ee8d63534ce4d3701e1b42b23001c790c4";
    static final String USER_SIG_V2 = "eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwok5mcmpUInilOzEgoLMFCUrQxMDKIDIlGTmpgJF"
            + "TQ0NjCxMjCyMIKKpFQWZRUBxCzMTmMLizHSgoW5FaTkGoWmhfnnJllnm5qHJwV5hXtnBBZHZ*qH*bgFuxl7eeQHeaZb5"
            + "xZ62SrUAjK8weA__";
    static final String USERBUF = "000005616c69636553724e00000027105a051d26000000ff00000000";
    static final String USER_SIG_V1 =
            "eJxNjk1zgjAQhv9LrjoaAqnojAc-GFsthyqdtl4yKQntioEYYgU7-neRoVP3*Dy777u-KHre9Hgc58fMMltp"
                    + "iUYIo26DQcjMQgLS1JDvIZat4FqDYNwy14i7-UKkrFE1czzcTitlqcFIxhPbxBE6JP-yR5oC8uzGsUMd4t5fWlC3r2qOi"
                    + "e8Rn-zVwVeNw*Bl9rTwZ1GuSiq8jCvlVlv7ITeP4UrEBckDtzzuqK8Tu*x-vk5gSniahJ3vFHfwzpiVmk*iwFlzen4LxH"
                    + "S*Hxxo-2FRLUG9n8ZjdLkCvC5XPg__";
    static final String SIG_V1_JAVA =
            "MEQCIG8CTomx5d4namm3yZtYeSHMKdcs2oE3xuj58pftJ/bUAiB2akfM+hk0+0jrrKmDATE1Ra5zWEdBDl7q5/6GyJimXw==";
    static final String SIG_V1_NODE =
            "MEQCIG0RsrvErSLfX0G72JQ4AKGkHDlaMUhKKkBOCEG0HHxnAiBXHYLjcJyQ7zbz+jaJoHmo2cpFixA9jqjm3MO4RXe7uA==";
    static final String PUBLIC_KEY =
            """
            -----BEGIN PUBLIC KEY-----
            MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAELIwx/J+ZDGtV44ZaGEpM5Q4JSB8urrPm
            DsHOoTpq5kVkuV5P22lIwDhuGJsAain2hnabARcEJ15EWYItwzKAhQ==
            -----END PUBLIC KEY-----
            """;
    /** The scalar of §6.5 in PKCS#8, which the document gives as a number. */
    static final String PRIVATE_KEY =
            """
            -----BEGIN PRIVATE KEY-----
            MD4CAQAwEAYHKoZIzj0CAQYFK4EEAAoEJzAlAgEBBCDJr6nYRbp1FmtcIVdnsdaTTlDD2zbomxJ7imIrEg9nIQ==
            -----END PRIVATE KEY-----
            """;

    static final String PUBLIC_KEY_P256 =
            """
            -----BEGIN PUBLIC KEY-----
            MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEj0f5DmznhgrE/B6Fr57HagFd8s4L
            kDGJHdw2iW0GQEMwQWSWgBFEFtGLEEHdC2REyaB44BGTEJUs4pkqWSVT/A==
            -----END PUBLIC KEY-----
            """;
    static final String PRIVATE_KEY_P256 =
            """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgA6Z1XCvkDvPS9ybg
            vnAypd5bWOkzCD3vDgrM/zd+IKahRANCAASPR/kObOeGCsT8HoWvnsdqAV3yzguQ
            MYkd3DaJbQZAQzBBZJaAEUQW0YsQQd0LZETJoHjgEZMQlSzimSpZJVP8
            -----END PRIVATE KEY-----
            """;

    private UserSigVectors() {}
}
