/**
 * What the services tell each other through Kafka. Every event belongs to one subject and carries that subject's next
 * number, so a consumer that has seen n knows that n + 1 is the only event it may apply next.
 */
package io.rtcroom.event;
