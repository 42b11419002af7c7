package io.rtcroom.im;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** With the vendor, quick to repeat and to retry. */
public class WithTencent implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "rtcroom.im.provider", "tencent",
                "rtcroom.im.calls", "linkmic",
                "rtcroom.im.repeat-after", "1500ms",
                "rtcroom.im.tencent.read-timeout", "2s",
                "rtcroom.im.retry.first-pause", "50ms",
                "rtcroom.im.retry.longest-pause", "500ms");
    }
}
