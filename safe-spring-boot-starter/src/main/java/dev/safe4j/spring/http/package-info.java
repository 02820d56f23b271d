/**
 * Requests under a key over HTTP: the filter in front of the guarded routes, and what a client needs.
 *
 * <p>Promise: a request that is repeated under its key is carried out once and answered the same, byte for byte; what could not be
 * recorded is not answered as if it was; only guarded routes are buffered.
 */
@NullMarked
package dev.safe4j.spring.http;

import org.jspecify.annotations.NullMarked;
