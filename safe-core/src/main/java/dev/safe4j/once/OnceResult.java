package dev.safe4j.once;

import java.time.Duration;
import java.time.Instant;

/** What became of a job that is to be run once. */
public sealed interface OnceResult {

    /**
     * It was run now, here.
     *
     * @param attempt which attempt it was: above 1, one before it may have done a part
     */
    record Ran(long attempt) implements OnceResult {}

    /**
     * It had been run.
     *
     * @param since when it was completed, by the store's clock
     */
    record HadRun(Instant since) implements OnceResult {}

    /**
     * Another instance is at it.
     *
     * @param remaining how long its lease lasts, unless it is renewed
     */
    record RunningElsewhere(Duration remaining) implements OnceResult {}
}
