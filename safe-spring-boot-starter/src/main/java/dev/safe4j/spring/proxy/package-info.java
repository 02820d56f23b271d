/**
 * How annotations come to lie around everything else that a bean's proxy does.
 *
 * <p>Promise: outside the transaction, whatever the order of that is, or the service does not start.
 */
@NullMarked
package dev.safe4j.spring.proxy;

import org.jspecify.annotations.NullMarked;
