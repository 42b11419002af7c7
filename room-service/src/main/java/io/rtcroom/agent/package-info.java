/**
 * Agents: who is on duty, with which skills, and in which of their states. The states and their moves are here; what moves
 * an agent is the agent, their heartbeat, and the queue feature, whose offers and calls fill the one slot.
 */
package io.rtcroom.agent;
