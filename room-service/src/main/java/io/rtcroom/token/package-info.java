/** Issues and revokes user tokens. The private key is known here alone; every service verifies without a call. */
package io.rtcroom.token;
