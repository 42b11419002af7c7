/** The vendor's platform as its older interface has it (protocol.md §6.7). */
package io.rtcroom.platform;
