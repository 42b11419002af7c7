/** Work that repeats for as long as the process lives: the relay, the heartbeat flush, the sweep. */
package io.rtcroom.loop;
