/**
 * The idempotency room: an operation under a key is done once, and answered the same to everybody who asks again.
 *
 * <p>Promise: of all who ask under one key, one runs the operation; the answer is stored and replayed; another request under the same key
 * is refused. Two modes, named for what they promise. <em>Same transaction</em>: claim, effect and answer commit together, so the
 * effect is there exactly once, as far as it is in that database. <em>Lease</em>: the claim commits first; after a crash it is taken
 * over, or not, by policy, and the work is told which attempt it is: at least once, and never by two owners who both think that theirs
 * counts.
 */
@NullMarked
package dev.safe4j.idempotency;

import org.jspecify.annotations.NullMarked;
