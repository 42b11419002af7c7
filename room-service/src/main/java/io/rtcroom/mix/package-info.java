/** Orders to mix the streams of a live room into one picture: who may give them is decided here, url-service has them done. */
package io.rtcroom.mix;
