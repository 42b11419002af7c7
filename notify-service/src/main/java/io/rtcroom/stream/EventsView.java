package io.rtcroom.stream;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.rtcroom.event.Event;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * @param items the documents as they were stored
 * @param next the cursor after them
 */
@RegisterForReflection
record EventsView(
        @JsonRawValue @Schema(type = SchemaType.ARRAY, implementation = Event.class) String items, String next) {}
