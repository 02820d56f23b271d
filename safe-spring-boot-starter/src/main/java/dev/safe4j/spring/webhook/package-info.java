/**
 * Webhooks of others: whether they are from the sender, and handled once.
 *
 * <p>Promise: nothing is handled whose signature does not fit its bytes or is older than the tolerance; an event is handled once, by the
 * inbox; the sender is told to come back unless it was.
 */
@NullMarked
package dev.safe4j.spring.webhook;

import org.jspecify.annotations.NullMarked;
