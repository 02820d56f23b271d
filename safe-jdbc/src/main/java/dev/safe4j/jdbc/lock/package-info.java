/**
 * The leases of locks in a table of the application's database.
 *
 * <p>Promise: every step is one short transaction of its own, on a connection of the store's own, by the server's clock; what was
 * granted to one token is never written by another; fencing numbers grow over releases, purges and a dropped table.
 */
@NullMarked
package dev.safe4j.jdbc.lock;

import org.jspecify.annotations.NullMarked;
