/** Whether what clients were told about a room can have happened in one order: the model of a room, and the search for one. */
package io.rtcroom.history;
