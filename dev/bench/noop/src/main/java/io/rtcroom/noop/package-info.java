/** What the same framework can do at most: the limit that the bench holds its figures against. */
package io.rtcroom.noop;
