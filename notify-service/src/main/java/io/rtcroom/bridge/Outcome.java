package io.rtcroom.bridge;

/** What became of what a callback told. */
enum Outcome {
    /** The text is a message now. */
    STORED,
    /** It was one already. */
    REPEATED,
    /** The call was declined. */
    DECLINED,
    /** The text may be shown. */
    ALLOWED,
    /** Not by the rules of the chat or the call. */
    REFUSED,
    /** Nothing of ours. */
    IGNORED,
    /** Somebody it needs does not answer. */
    FAILED
}
