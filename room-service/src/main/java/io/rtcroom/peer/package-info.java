/** How this service calls the other two: signed with the internal key, bounded in time. */
package io.rtcroom.peer;
