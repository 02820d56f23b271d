/**
 * The reservation room: a quantity is put aside in one short transaction, somebody else's server is called with nothing held, and then
 * what was put aside is confirmed or given back.
 *
 * <p>Promise: what is put aside is nobody else's until it is confirmed, cancelled or swept; each of these happens at most once to a hold,
 * and only one of them; what its holder forgot is swept back after its end, exactly once.
 */
@NullMarked
package dev.safe4j.jdbc.reservation;

import org.jspecify.annotations.NullMarked;
