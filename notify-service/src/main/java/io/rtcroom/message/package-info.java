/**
 * Text messages. A chat is a subject like any other: each message has its next number, taken under the chat's row lock in
 * the transaction that checks the sender, stores the event and writes the outbox. Who may read a message is written in
 * the message, so it never depends on when somebody learns of a join or a leave.
 */
package io.rtcroom.message;
