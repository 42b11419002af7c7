package io.rtcroom.key;

/** Where a key stands in its life. Every state but the last is accepted when an address comes back. */
public enum KeyState {
    /** Known to everybody who verifies, before the first address is signed with it. */
    NEXT,
    /** Signs new addresses. */
    ACTIVE,
    /** Signs no more; its addresses are good until they expire. */
    RETIRING,
    /** What it signed counts for nothing. */
    REVOKED
}
