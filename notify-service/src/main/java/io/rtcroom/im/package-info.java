/**
 * Tells the clients of an IM vendor about rooms: their group exists while one of their rooms lives, and members hear of
 * changes. Calls of one group are serial across replicas and in order; a group is destroyed only when no live room of
 * its name remains. The vendor being away never holds up an event.
 */
package io.rtcroom.im;
