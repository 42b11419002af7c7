/**
 * The old clients' dialect, {@code /weapp/**}: their paths, words and numbers (protocol.md §1–§4). It only translates
 * to and from {@link io.rtcroom.room.Rooms}, {@link io.rtcroom.member.Members} and their neighbours, and decides nothing
 * about rooms. Every business outcome is HTTP 200 with an integer {@code code}, however odd the request.
 */
package io.rtcroom.compat;
