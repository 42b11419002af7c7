/** How this service speaks to PostgreSQL: bounded in time, one transaction at a time, lost races tried again. */
package io.rtcroom.database;
