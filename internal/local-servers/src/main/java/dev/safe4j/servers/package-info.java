/**
 * Real PostgreSQL, MariaDB, H2 and Redis servers for tests and examples: the one that is configured, else a
 * container, else the embedded binaries; and what a concurrency test needs around them (a wire tap, callers that
 * start together, bounded waiting). Test support: never published, never on a production class path.
 */
@NullMarked
package dev.safe4j.servers;

import org.jspecify.annotations.NullMarked;
