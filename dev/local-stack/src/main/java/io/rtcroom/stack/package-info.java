/**
 * The launcher of the local stack: starts every part, minds them, and ends them all when it ends. It is the only parent
 * of their processes and holds the lock on their data.
 */
package io.rtcroom.stack;
