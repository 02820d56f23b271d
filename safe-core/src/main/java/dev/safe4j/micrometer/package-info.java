/**
 * Meters and observations of the rooms, for applications that have Micrometer. Keys and names of owners never become tags.
 */
@NullMarked
package dev.safe4j.micrometer;

import org.jspecify.annotations.NullMarked;
