/**
 * What media servers report of members' streams: a stream that is live keeps its member present although the app has
 * fallen silent, and one that breaks off is told to the others. Evidence alone never removes anybody.
 */
package io.rtcroom.evidence;
