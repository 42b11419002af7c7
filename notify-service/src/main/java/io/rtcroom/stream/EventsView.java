package io.rtcroom.stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.rtcroom.event.Event;
import io.rtcroom.history.Snapshot;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * @param items the documents as they were stored
 * @param next the cursor after them
 * @param recovered whether nothing lies between the given cursor and the items
 * @param snapshot where it does, or where no cursor was given: how things stood before the items
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventsView(
        @JsonRawValue @Schema(type = SchemaType.ARRAY, implementation = Event.class) String items,
        String next,
        boolean recovered,
        Snapshot snapshot) {}
