package dev.safe4j.job;

import dev.safe4j.job.JobStore.Owner;
import java.time.Duration;
import java.time.Instant;

/** How an owner ends its claim. */
public sealed interface JobEnding {

    /**
     * Returns whose claim it is.
     *
     * @return the owner
     */
    Owner owner();

    /**
     * It is done.
     *
     * @param owner whose claim it is
     * @param keep for how long it is kept; zero to delete it
     */
    record Done(Owner owner, Duration keep) implements JobEnding {}

    /**
     * It failed, and is to be run again, for the same time as before.
     *
     * @param owner whose claim it is
     * @param delay how long from now on until it is due
     * @param history the failures with this one
     */
    record Retry(Owner owner, Duration delay, String history) implements JobEnding {}

    /**
     * It failed for good.
     *
     * @param owner whose claim it is
     * @param history the failures with this one
     * @param keep for how long it is kept
     */
    record Bury(Owner owner, String history, Duration keep) implements JobEnding {}

    /**
     * It was not begun: the attempt is not counted, and it is due as before.
     *
     * @param owner whose claim it is
     */
    record GiveBack(Owner owner) implements JobEnding {}

    /**
     * It is to be run anew, as if it had never been: attempts are counted from the beginning, and what was saved is forgotten.
     *
     * @param owner whose claim it is
     * @param due when, which is the time that it is for, too
     * @param history the failures to keep
     */
    record Renew(Owner owner, Instant due, String history) implements JobEnding {}
}
