/**
 * {@link dev.safe4j.spring.Idempotent} at work, and what an application of the idempotency room needs beside it: codecs and the purge.
 *
 * <p>Promise: the claim lies around the lock, the retry and the transaction of the method, or the service does not start and says why;
 * what was stored by one generation of Jackson is read by the other; what has expired is deleted in bounded steps.
 */
@NullMarked
package dev.safe4j.spring.idempotency;

import org.jspecify.annotations.NullMarked;
