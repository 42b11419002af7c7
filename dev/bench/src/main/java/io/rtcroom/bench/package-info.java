/**
 * Loads the packaged stack from outside and prints each figure beside its limit measured in the same run. Answers are
 * verified, failures are counted apart, and latencies count from the instant a request was due, not from when it was sent.
 */
package io.rtcroom.bench;
