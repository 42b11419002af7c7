/**
 * Stands in for Tencent's IM platform: a process of its own that speaks the IM REST commands of protocol.md §5 and is
 * stricter than the original. It answers a call only if it is exactly as specified, remembers every call, fails on
 * command, and lets clients join only groups that exist.
 */
package io.rtcroom.standin;
