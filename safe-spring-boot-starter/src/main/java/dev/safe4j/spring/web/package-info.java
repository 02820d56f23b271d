/**
 * What the faults of safe4j look like over HTTP: RFC 9457 problem details.
 *
 * <p>Promise: a refusal is answered by a status of the 4xx family, never by a 500; no SQL and no key leaves the service; the
 * application's own exception handlers win.
 */
@NullMarked
package dev.safe4j.spring.web;

import org.jspecify.annotations.NullMarked;
