/** What must reach a person who follows nothing yet: events of {@code user:{id}}, numbered under that subject's row. */
package io.rtcroom.user;
