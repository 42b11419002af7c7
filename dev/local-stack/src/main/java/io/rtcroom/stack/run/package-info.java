/**
 * What a running stack leaves on disk: its data folder, the lock on it, and the record of its processes, from which the
 * next start (or another terminal) finds out what runs and what was left behind. A folder belongs to whoever holds its
 * lock; the system drops the lock when that process ends, however it ends.
 */
package io.rtcroom.stack.run;
