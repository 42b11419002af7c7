package io.rtcroom.stack.config;

/** Where the media server listens: for publishers and players, and for url-service, which tells it whom to cut off. */
public record MediaPorts(int rtmp, int http) {
    /** Its name in its hooks' path and in url-service's configuration. */
    public static final String SERVER = "nginx-1";

    public String host() {
        return Addresses.HOST + ":" + rtmp;
    }

    String asConfigured() {
        return SERVER + "=nginx-rtmp@http://" + Addresses.HOST + ":" + http + "/control";
    }
}
