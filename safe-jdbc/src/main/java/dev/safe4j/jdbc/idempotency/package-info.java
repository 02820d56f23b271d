/**
 * Requests under keys, and their answers, in two tables of the application's database.
 *
 * <p>Promise: of all who ask for a request, the server lets one claim it, in one statement and by its own clock; what is written under
 * one token is never written under another. In the lease mode every step is one short transaction of its own; in the same-transaction
 * mode the claim, the effect and the answer are in one, and a duplicate waits for its end, bounded.
 */
@NullMarked
package dev.safe4j.jdbc.idempotency;

import org.jspecify.annotations.NullMarked;
