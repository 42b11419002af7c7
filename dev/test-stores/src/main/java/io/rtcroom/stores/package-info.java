/** The real PostgreSQL and Kafka that tests run against; tests cannot tell where they came from. */
package io.rtcroom.stores;
