/**
 * The keys of stream addresses and their rotation. A key enters from the configuration and never leaves this package: others
 * ask it to sign or to compare.
 */
package io.rtcroom.key;
