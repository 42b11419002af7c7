package io.rtcroom.database;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** The {@link Database} of the work that must go on however many requests are waiting: beats, sweep, relay, readiness. */
@Qualifier @Retention(RetentionPolicy.RUNTIME)
public @interface Background {}
