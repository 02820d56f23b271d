/**
 * Transactions that are run again as a whole, actions that wait for the commit, and the report of a transaction that takes too
 * long.
 *
 * <p>Promise: the unit of work is the whole transaction, from its first read on; whatever is thrown rolls it back; what is
 * known to have had no effect is run again, bounded; what may have had one is not; and nothing of this starts inside another
 * transaction, where it could not be true.
 */
@NullMarked
package dev.safe4j.jdbc.transaction;

import org.jspecify.annotations.NullMarked;
