/**
 * How another terminal talks to a running stack: HTTP on 127.0.0.1, with a token that stands in the run record, which
 * only its owner can read.
 */
package io.rtcroom.stack.control;
