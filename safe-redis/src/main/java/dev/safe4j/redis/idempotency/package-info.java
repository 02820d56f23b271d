/**
 * The idempotency room on Redis.
 *
 * <p>Promise: every step is one script, and thereby one round trip; whoever writes is compared by its token; a step that is sent again
 * answers the same; times are the server's. It is best effort where Redis is: a server that loses writes which it has acknowledged, by a
 * failover, a restart without its log or an eviction, lets the request run again. Where that is worse than a slower answer, keep the
 * requests in the database of the effect.
 */
@NullMarked
package dev.safe4j.redis.idempotency;

import org.jspecify.annotations.NullMarked;
