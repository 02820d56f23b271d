/**
 * Guesses which known race an order of steps shows, from who read and who wrote what between whose commits. A guess: it is made
 * only where the steps are plain enough, and the verdict never depends on it.
 */
@NullMarked
package dev.safe4j.test.hint;

import org.jspecify.annotations.NullMarked;
