/**
 * Stream names and the signed addresses to publish and play them. A name belongs to one user and is never issued twice; an
 * address is accepted back only if a key in force signed it, for this deployment and for that user.
 */
package io.rtcroom.sign;
