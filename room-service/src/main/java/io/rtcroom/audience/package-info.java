/**
 * Who watches a live room, and the fields that anybody may count on it. Outside the room's sequence and lock: changes are
 * single statements that wait for nobody, and one event per room and second tells of all of them.
 */
package io.rtcroom.audience;
