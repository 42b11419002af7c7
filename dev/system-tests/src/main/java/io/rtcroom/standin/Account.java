package io.rtcroom.standin;

/** The customer of the platform: whose calls are answered. */
record Account(long sdkAppId, String admin, String secretKey) {}
