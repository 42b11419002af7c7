/** The UserSig: what a user shows to get a token, and what demos may be handed. Tokens themselves are not made here. */
package io.rtcroom.login;
