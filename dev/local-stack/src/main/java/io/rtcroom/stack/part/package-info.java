/**
 * The parts of the stack: how each is made ready, started and recognised as working, and the supervision that all of
 * them share. A part is one process with a fixed name and port; it can die without taking another with it.
 */
package io.rtcroom.stack.part;
