/**
 * What old clients tell the vendor directly, brought in by the vendor's callbacks: texts become messages of the chat they
 * were written in, and a call that is turned down there is declined. What the vendor has shown is never told to it again.
 */
package io.rtcroom.bridge;
