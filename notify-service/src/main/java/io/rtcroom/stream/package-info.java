/**
 * What a caller follows, as it happens: a server-sent stream, or a poll that waits. Of each subject a caller sees every
 * number they may read, in order, once. News comes by Kafka, to be shown at once; the store is what makes it exact, so a
 * missed or early piece of news costs time and never an event.
 */
package io.rtcroom.stream;
