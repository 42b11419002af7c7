/**
 * Who is calling: tokens, API keys, the internal key and revocations, judged alike in every service and without a call
 * to another one. Nothing here ever logs a credential.
 */
package io.rtcroom.credential;
