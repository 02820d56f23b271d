package dev.safe4j.spring;

import dev.safe4j.autoconfigure.SafeProperties;
import dev.safe4j.test.BrokenTest;
import java.util.List;

/** Knows its wiring, and safe-test. */
public final class BrokenSpring {
    List<Class<?>> known = List.of(SafeProperties.class, BrokenTest.class);
}
