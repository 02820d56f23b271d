/**
 * Conditional and versioned writes, insert-if-absent and row locks for jOOQ users: the same promises as {@code update} and
 * {@code lock}, on typed tables, fields and conditions, over the connection of a jOOQ configuration.
 *
 * <p>Promise: the check is the WHERE of the write, so nothing can happen between the two; the answer tells applied, refused and
 * missing apart. A connection with auto-commit off counts as the caller's transaction, be it jOOQ's own or Spring's, and is
 * joined; values go through the converters of their fields and are refused where the column could not keep them.
 *
 * <p>jOOQ is an optional dependency: nothing outside this package needs it.
 */
@NullMarked
package dev.safe4j.jdbc.jooq;

import org.jspecify.annotations.NullMarked;
