/**
 * Advisory locks: names that a database server keeps locked for a transaction or a session, without a table and without a lease.
 *
 * <p>Promise: of those who use the same name in the same namespace on the same server (on PostgreSQL: in the same database), one
 * has it at a time, until its transaction or its session ends, by whatever cause; a session of which it is not certain that
 * it holds nothing any more is closed for good. There is no fencing number: whoever loses the session has lost the lock at once.
 */
@NullMarked
package dev.safe4j.jdbc.advisory;

import org.jspecify.annotations.NullMarked;
