/**
 * The media servers: who is on them as far as this replica knows, and how somebody is cut off. What is remembered here is
 * a help and no truth: a replica that knows nothing of a client leaves the cut to the media server's next report of it.
 */
package io.rtcroom.media;
