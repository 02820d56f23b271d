/** Races as JUnit Jupiter tests, on its generations 5 and 6. Start with {@link dev.safe4j.test.junit.RaceTest}. */
@NullMarked
package dev.safe4j.test.junit;

import org.jspecify.annotations.NullMarked;
