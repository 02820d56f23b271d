package dev.safe4j.test;

import dev.safe4j.autoconfigure.SafeProperties;

/** Knows the starter. */
public final class BrokenTest {
    Class<?> known = SafeProperties.class;
}
