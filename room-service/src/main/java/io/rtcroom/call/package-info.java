/**
 * Calls between people: a state machine that the server owns. A call is changed under its row lock, every change is one
 * event and one line of its timeline, and whoever rings or talks holds the one row of {@code engagement} they can have.
 */
package io.rtcroom.call;
