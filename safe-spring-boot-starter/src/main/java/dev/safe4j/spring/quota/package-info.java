/**
 * {@link dev.safe4j.spring.Quota} at work, and quotas by configuration.
 *
 * <p>Promise: a call beyond its quota is not made, and is told when to come again; or the service does not start and says why.
 */
@NullMarked
package dev.safe4j.spring.quota;

import org.jspecify.annotations.NullMarked;
