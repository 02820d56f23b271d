package dev.safe4j.test.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides who goes next. Called by the schedule's thread alone. */
public interface Chooser {

    /**
     * An actor that is stopped before a step.
     *
     * @param actor its number
     * @param step what it is about to do
     * @param crashes whether its connection may be lost here
     */
    record Ready(int actor, Step step, boolean crashes) {}

    /**
     * Chooses.
     *
     * @param ready the actors that can go, in the order of their numbers, never empty
     * @param last the number of the actor that went last, -1 at the start
     * @return the move; null to leave the schedule: all actors then run freely to their ends, and the run counts for nothing
     */
    @Nullable
    Move choose(List<Ready> ready, int last);
}
