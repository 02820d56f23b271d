package dev.safe4j.test.interleavings;

import dev.safe4j.test.schedule.Played;
import org.jspecify.annotations.Nullable;

/**
 * An order that broke something.
 *
 * @param verdict what it broke
 * @param what the invariant's name, or what happened
 * @param cause what the invariant or the actor threw, null if nothing
 * @param played the order, step by step
 * @param outcomes what became of the actors
 * @param token plays it again
 * @param switches how many times an actor was stopped that could have gone on
 */
public record Finding(
        Verdict verdict,
        String what,
        @Nullable Throwable cause,
        Played played,
        Outcomes outcomes,
        ScheduleToken token,
        int switches) {}
