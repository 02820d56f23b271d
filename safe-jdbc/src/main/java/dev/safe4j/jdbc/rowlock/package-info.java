/**
 * Row locks: reading rows so that nobody changes them until the transaction ends.
 *
 * <p>Promise: several rows are always locked in one order; the wait is bounded; outside a transaction, where the lock would be
 * gone at once, it is refused.
 */
@NullMarked
package dev.safe4j.jdbc.rowlock;

import org.jspecify.annotations.NullMarked;
