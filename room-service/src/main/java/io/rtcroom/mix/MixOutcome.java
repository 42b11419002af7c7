package io.rtcroom.mix;

/**
 * What became of an order.
 *
 * @param code 0 if it is done; else the platform's number, or −1 if it was not asked or did not answer
 * @param timestamp epoch second
 */
public record MixOutcome(int code, String message, long timestamp) {}
