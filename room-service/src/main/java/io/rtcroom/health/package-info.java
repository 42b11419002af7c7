/** Liveness looks at the process alone; readiness names what is missing, so that an outage is never answered by a restart. */
package io.rtcroom.health;
