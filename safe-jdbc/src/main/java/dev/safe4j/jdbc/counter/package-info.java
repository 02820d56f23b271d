/**
 * Counters, quotas and sequences in two tables of the application's database.
 *
 * <p>Promise: each step is decided by the server, on the row as it is when the step has it; what is refused changes no number. Steps of the
 * store are short transactions of their own, one statement where the database can; the gapless sequence joins the caller's transaction, and
 * refuses to run without one.
 */
@NullMarked
package dev.safe4j.jdbc.counter;

import org.jspecify.annotations.NullMarked;
