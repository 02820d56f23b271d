/**
 * Conditional and versioned writes on the user's own tables.
 *
 * <p>Promise: the check is the WHERE of the write, so nothing can happen between the two; the answer tells applied, refused
 * and missing apart; a caller's transaction is joined, and never spoiled by an answer that the caller is meant to handle.
 */
@NullMarked
package dev.safe4j.jdbc.update;

import org.jspecify.annotations.NullMarked;
