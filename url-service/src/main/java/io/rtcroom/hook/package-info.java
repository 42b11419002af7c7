/**
 * What media servers ask and tell: whether somebody may publish or play, who has come, who is still there and who has
 * gone. Each kind of server has a resource that only translates; the decisions are the gate's. Nobody is let in before
 * the revocations are known, and nobody is thrown out for want of them.
 */
package io.rtcroom.hook;
