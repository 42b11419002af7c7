/**
 * What the parts are told: the secrets, made once per data folder, and the environment of each service. What the user
 * sets in the environment wins over anything made here.
 */
package io.rtcroom.stack.config;
