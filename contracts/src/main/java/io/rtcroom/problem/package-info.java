/**
 * Everything that can be refused, in one catalogue (RFC 9457). A constant is never renamed: clients switch on its type.
 */
package io.rtcroom.problem;
