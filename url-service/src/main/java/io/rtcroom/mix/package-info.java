/** Having streams mixed into one: by the vendor's platform, or not at all. Nothing is remembered of an order. */
package io.rtcroom.mix;
