/** A call of two people, played through the public API as old clients and a browser would; nothing is known that did not come over HTTP. */
package io.rtcroom.stack.demo;
