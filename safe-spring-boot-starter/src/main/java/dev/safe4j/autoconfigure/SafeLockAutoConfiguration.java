package dev.safe4j.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;

/** The locks, on the store that is there or asked for. */
@AutoConfiguration
@ConditionalOnSafe4j
public final class SafeLockAutoConfiguration {}
