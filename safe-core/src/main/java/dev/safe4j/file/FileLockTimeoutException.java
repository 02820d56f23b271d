package dev.safe4j.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A file was not locked, since others had it for as long as the caller could wait. Nothing has changed.
 *
 * @see "docs/patterns/unlocked-file-write.md"
 */
public final class FileLockTimeoutException extends IOException {

    private static final long serialVersionUID = 1;

    FileLockTimeoutException(Path file, Duration waited, String holder) {
        super("file '" + file + "' was not locked within " + waited.toMillis() + " ms: it is held by " + holder + ".");
    }
}
