/**
 * The lock room on Redis: its store, the store over several independent servers, and the guard for what is kept in Redis.
 *
 * <p>Promise: an acquisition is one script, a renewal of any number of leases one more, a release another; a lock is released or renewed by
 * its own token alone; a step that is sent again answers the same; fencing numbers grow over releases, ends of leases and a flushed
 * server. One Redis with replicas may lose a lock when its master fails, and give it to somebody else: what is written must carry the
 * fencing number, and {@link dev.safe4j.redis.lock.RedisFence} or a guarded SQL update must check it.
 */
@NullMarked
package dev.safe4j.redis.lock;

import org.jspecify.annotations.NullMarked;
