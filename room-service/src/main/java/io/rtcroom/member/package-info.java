/** Joining, leaving and being present. A member is present while their lease, by the database's clock, is unexpired. */
package io.rtcroom.member;
