/**
 * What an application of the idempotency room needs beside it: the purge.
 *
 * <p>Promise: what has expired is deleted in bounded steps, by every instance.
 */
@NullMarked
package dev.safe4j.spring.idempotency;

import org.jspecify.annotations.NullMarked;
