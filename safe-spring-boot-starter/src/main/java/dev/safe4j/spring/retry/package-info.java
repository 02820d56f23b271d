/**
 * {@link dev.safe4j.spring.RetryOnConflict} at work.
 *
 * <p>Promise: the whole method runs again, each time in a new transaction, or the service does not start and says why.
 */
@NullMarked
package dev.safe4j.spring.retry;

import org.jspecify.annotations.NullMarked;
