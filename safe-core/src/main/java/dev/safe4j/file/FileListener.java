package dev.safe4j.file;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Is told what becomes of attempts to lock files: for meters and logs. Called on the thread that does it; must be quick; an exception is
 * logged and changes nothing. Thread-safe. Every method does nothing unless overridden.
 */
public interface FileListener {

    /** How an attempt ended. */
    enum Outcome {
        /** The file is the caller's. */
        ACQUIRED,
        /** Somebody else has it, and it was not to be waited for. */
        BUSY,
        /** Others had it for too long. */
        TIMED_OUT,
        /** The thread was interrupted. */
        INTERRUPTED,
        /** The lock file could not be made or locked. */
        FAILED
    }

    /**
     * A file was to be locked.
     *
     * @param file the file, as the caller named it
     * @param outcome what became of it
     * @param waited how long it took
     */
    default void onAttempt(Path file, Outcome outcome, Duration waited) {}
}
