package dev.safe4j.redis;

import dev.safe4j.autoconfigure.SafeProperties;

/** Knows the starter. */
public final class BrokenRedis {
    Class<?> known = SafeProperties.class;
}
