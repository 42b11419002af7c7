package io.rtcroom.stack.config;

/** The three services; the name is that of the module and, with a number, of each replica. */
public enum ServiceName {
    URL_SERVICE("url-service"),
    ROOM_SERVICE("room-service"),
    NOTIFY_SERVICE("notify-service");

    private final String text;

    ServiceName(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
