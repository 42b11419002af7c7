/**
 * The packaged services, driven from outside: over HTTP as clients do, with a look at PostgreSQL and Kafka only to
 * check afterwards that what was answered is what was kept.
 */
package io.rtcroom.system;
