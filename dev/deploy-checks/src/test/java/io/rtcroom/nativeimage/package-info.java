/**
 * What a native image would lack, found without a native compiler: the sources and the configuration a compiler would be
 * given (target/native-sources of each service) are compared with what the code looks up by name or by reflection.
 */
package io.rtcroom.nativeimage;
