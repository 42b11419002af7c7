/** Asking the vendor's platform which streams are being published, where no hook tells of it. Off unless configured. */
package io.rtcroom.live;
