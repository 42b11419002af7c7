/** The one call to notify-service: the IM group of a room must exist before its first client tries to join it. */
package io.rtcroom.group;
