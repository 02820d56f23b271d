package dev.safe4j.lab.run;

import java.time.Duration;

/** Shows hazards in one way. Thread-safe: runs go on at the same time. */
public interface Player {

    /** After which time it is stopped, not counting the time for which it waits in line. */
    Duration longest(Choice choice);

    /**
     * Shows it, on this thread, and tells the run how far it is.
     *
     * @throws Exception if it cannot be shown, or was interrupted
     */
    void play(Choice choice, Run run) throws Exception;
}
