package dev.safe4j.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;

/** Has locks know the application's transactions. */
@AutoConfiguration(
        after = {
            SafeJdbcLockAutoConfiguration.class,
            SafeRedisLockAutoConfiguration.class,
            SafeMemoryLockAutoConfiguration.class,
            SafeQuorumLockAutoConfiguration.class
        })
@ConditionalOnSafe4j
public final class SafeLockTransactionAutoConfiguration {}
