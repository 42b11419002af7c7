package io.rtcroom.system;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

/** What the system tests log in with is itself held against the specification's vectors. */
class UserSigV1Test {
    private static final long TIME = 1510284282;
    private static final long MONTH = 2592000;

    @Test
    void theJavaFlavourIsTheVectors() {
        assertThat(
                UserSigV1.JAVA.signature("alice", TIME, MONTH),
                is("MEQCIG8CTomx5d4namm3yZtYeSHMKdcs2oE3xuj58pftJ/bUAiB2akfM+hk0+0jrrKmDATE1Ra5zWEdBDl7q5/6GyJimXw=="));
    }

    @Test
    void theNodeFlavourIsTheVectors() {
        assertThat(
                UserSigV1.NODE.signature("alice", TIME, MONTH),
                is("MEQCIG0RsrvErSLfX0G72JQ4AKGkHDlaMUhKKkBOCEG0HHxnAiBXHYLjcJyQ7zbz+jaJoHmo2cpFixA9jqjm3MO4RXe7uA=="));
    }
}
