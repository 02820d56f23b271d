package dev.safe4j.test.schedule;

import org.jspecify.annotations.Nullable;

/**
 * One thing that an actor is about to do on a server: the unit of a schedule.
 *
 * @param kind what it is
 * @param text what the timeline shows, parameters inlined
 * @param shape what has to be equal when a schedule is played again: the text with its placeholders
 * @param connection the actor's name for the connection ("" for its first one, "#2" for the second)
 * @param footprint what it touches
 * @param frame the service's method that sent it, null if there was none outside of libraries
 */
public record Step(
        Kind kind,
        String text,
        String shape,
        String connection,
        Footprint footprint,
        @Nullable String frame) {

    /** What a step is. */
    public enum Kind {
        /** A statement, or a batch of them. */
        STATEMENT,
        /** The end of a transaction, its effects kept. */
        COMMIT,
        /** The end of a transaction, or the part of it since a savepoint, its effects undone. */
        ROLLBACK,
        /** A command or script of Redis. */
        REDIS,
        /** A step of the environment, such as the end of a lease. */
        EVENT
    }
}
