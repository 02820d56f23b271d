package dev.safe4j.background;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Is told what becomes of tasks: the handler of their failures, and for meters. Called on the thread that does it; must be quick; an
 * exception is logged and changes nothing. Thread-safe. Every method does nothing unless overridden.
 */
public interface TaskListener {

    /**
     * A run has ended.
     *
     * @param name the task
     * @param took how long it ran
     * @param failure what it threw, an {@link Error} too; null if it returned
     */
    default void onEnd(String name, Duration took, @Nullable Throwable failure) {}

    /**
     * A task was not run, as too many wait, or all was stopped before its turn.
     *
     * @param name the task
     */
    default void onRefused(String name) {}

    /**
     * A repeating task is not run again, by its rule.
     *
     * @param name the task
     * @param failures how many in a row
     */
    default void onStopped(String name, int failures) {}
}
