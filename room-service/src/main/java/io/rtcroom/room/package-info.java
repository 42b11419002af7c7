/**
 * Rooms and the rules of being in one. A room is changed only under its row lock, as one {@link io.rtcroom.room.Occupancy}
 * that is loaded, decides, and is saved together with the events it caused.
 */
package io.rtcroom.room;
