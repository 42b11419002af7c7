/** Liveness is the process alone; readiness names what is missing. */
package io.rtcroom.health;
