package io.rtcroom.stack.config;

/** Where the parts of one stack listen; all on 127.0.0.1. */
public record Addresses(int edge, int internalEdge, int postgres, int kafka) {
    public static final String HOST = "127.0.0.1";
    public static final String DATABASE = "rtcroom";
    public static final String DATABASE_USER = "rtcroom";

    public String origin() {
        return "http://" + HOST + ":" + edge;
    }

    public String internalOrigin() {
        return "http://" + HOST + ":" + internalEdge;
    }

    public String databaseUrl() {
        return databaseUrl(DATABASE);
    }

    public String databaseUrl(String database) {
        return "postgresql://" + HOST + ":" + postgres + "/" + database;
    }

    public String bootstrapServers() {
        return HOST + ":" + kafka;
    }
}
