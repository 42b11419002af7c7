package io.rtcroom.key;

/**
 * What a signature covers (protocol.md §6.1, §6.2).
 *
 * @param streamName without a suffix like {@code .flv}
 * @param txTime the expiry as the address writes it: a verifier hashes the received text, not the number
 */
public record Signed(SignatureHash hash, String streamName, String txTime) {}
