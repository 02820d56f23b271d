/**
 * Background tasks in an application.
 *
 * <p>Promise: while the application stops, requests that are being answered can still start tasks, and tasks come to their end before
 * what they use is closed.
 */
@NullMarked
package dev.safe4j.spring.background;

import org.jspecify.annotations.NullMarked;
