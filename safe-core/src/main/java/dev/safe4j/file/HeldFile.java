package dev.safe4j.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A file that is locked, until this is closed or the process ends. Thread-safe, and no thread's own. Closing it twice does nothing. */
public final class HeldFile implements AutoCloseable {

    private final Path file;
    private final LockFile lock;
    private final FileChannel channel;
    private final Object identity;
    private final ProcessLocks.Seat seat;
    private final AtomicBoolean open = new AtomicBoolean(true);

    HeldFile(Path file, LockFile lock, FileChannel channel, Object identity, ProcessLocks.Seat seat) {
        this.file = file;
        this.lock = lock;
        this.channel = channel;
        this.identity = identity;
        this.seat = seat;
    }

    /**
     * Returns what is locked.
     *
     * @return the file, as it was named
     */
    public Path file() {
        return file;
    }

    /**
     * Tells whether the lock excludes others still: the lock file, which stands beside the file, can be deleted by somebody who has no business there,
     * and then the next who comes makes another one.
     *
     * @return false if that has happened, or this is closed
     * @throws IOException if it cannot be told
     */
    public boolean isHeld() throws IOException {
        return open.get() && identity.equals(lock.identity());
    }

    /**
     * Gives the file free, for the next of this process first. The lock file stays: who deleted it would let two in.
     *
     * @throws IOException if the operating system says so; the lock is given up in any case
     */
    @Override
    public void close() throws IOException {
        if (open.getAndSet(false)) {
            try {
                channel.close();
            } finally {
                seat.leave();
            }
        }
    }

    /** Returns the file, as in messages. */
    @Override
    public String toString() {
        return "locked '" + file + "'";
    }
}
