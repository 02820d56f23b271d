package dev.safe4j.test.schedule;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Who takes part in a run.
 *
 * @param bodies in the order of their numbers
 */
public record Actors(List<Body> bodies) {

    /** Copies the list. */
    public Actors {
        bodies = List.copyOf(bodies);
    }

    /**
     * One actor.
     *
     * @param name as it stands in the timeline
     * @param work what it does, once a run
     * @param ungated whether the whole of it is one step: an event of the environment
     * @param crashes whether its connection may be lost before and after each of its steps
     */
    public record Body(
            String name, @Nullable Callable<? extends @Nullable Object> work, boolean ungated, boolean crashes) {}

    /**
     * What became of an actor.
     *
     * @param name of the actor
     * @param value what it returned
     * @param failure what it threw, null if it returned
     */
    public record Outcome(
            String name, @Nullable Object value, @Nullable Throwable failure) {}
}
