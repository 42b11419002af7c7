package io.rtcroom.message;

/** By whom a message has come. */
public enum Origin {
    /** Our own API: the vendor is told, if there is one. */
    OURS,
    /** The vendor, which has shown it to its clients. */
    VENDOR
}
