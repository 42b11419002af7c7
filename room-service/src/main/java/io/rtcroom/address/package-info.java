/** Stream addresses as url-service hands them out. The keys that sign them are known to that service alone. */
package io.rtcroom.address;
