/**
 * {@link dev.safe4j.spring.Locked} at work.
 *
 * <p>Promise: the method runs only while its locks are held, around its transaction, or the service does not start and says why.
 */
@NullMarked
package dev.safe4j.spring.lock;

import org.jspecify.annotations.NullMarked;
