package io.rtcroom.bridge;

/** What became of what a callback told. Of the rooms that share a group, the first of these that one came to counts. */
enum Outcome {
    /** The text is a message now. */
    STORED,
    /** It was one already. */
    REPEATED,
    /** The call was declined. */
    DECLINED,
    /** Somebody it needs does not answer, and nobody tells us again. */
    FAILED,
    /** More than a sender or a chat may write. */
    LIMITED,
    /** Not by the rules of the chat or the call. */
    REFUSED,
    /** The text may be shown. */
    ALLOWED,
    /** Nothing of ours. */
    IGNORED
}
