package io.rtcroom.im;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** With the vendor, quick to repeat and to retry. */
public class WithTencent implements QuarkusTestProfile {
    public static final String CALLBACK_TOKEN = "imtoken0123456789";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "rtcroom.im.provider", "tencent",
                "rtcroom.im.calls", "linkmic",
                "rtcroom.im.tencent.callback-token", CALLBACK_TOKEN,
                "rtcroom.im.repeat-after", "1500ms",
                "rtcroom.im.tencent.read-timeout", "2s",
                "rtcroom.im.retry.first-pause", "50ms",
                "rtcroom.im.retry.longest-pause", "500ms");
    }
}
