/**
 * Processes of this machine: how one is named so that it is never mistaken for another, and how it is signalled. A
 * process is named by its pid and its start, because pids are used again.
 */
package io.rtcroom.stack.process;
