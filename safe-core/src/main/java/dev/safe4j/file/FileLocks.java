package dev.safe4j.file;

import dev.safe4j.file.FileListener.Outcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks of files, between threads of a process and between processes of a machine. Immutable and thread-safe.
 *
 * <p>What is locked is a file beside the file, {@code .name.lock}, so that the file itself can be replaced. The lock is the operating system's, and
 * advisory: it excludes those who ask for it. It ends when the process does, however that ends. On network file systems it is as good as their
 * server. Callers of one process come one after the other, in their order; between processes there is no order.
 */
public final class FileLocks {

    /** How long a lock is waited for, unless said otherwise. */
    public static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);

    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    private static final long SHORTEST_POLL = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_POLL = TimeUnit.MILLISECONDS.toNanos(20);

    private static final Logger LOG = LoggerFactory.getLogger(FileLocks.class);

    private final Duration wait;
    private final List<FileListener> listeners;

    private FileLocks(Duration wait, List<FileListener> listeners) {
        this.wait = wait;
        this.listeners = listeners;
    }

    /** What is made of the content of a file. */
    @FunctionalInterface
    public interface Change {

        /**
         * Makes the new content.
         *
         * @param present the content that is there; null if there is no file
         * @return the new content; null to leave the file as it is
         * @throws IOException if it cannot be made: the file stays as it was
         */
        byte @Nullable [] of(byte @Nullable [] present) throws IOException;
    }

    /**
     * Makes locks that are waited for by the default.
     *
     * @return the locks
     */
    public static FileLocks create() {
        return new FileLocks(DEFAULT_WAIT, List.of());
    }

    /**
     * Sets how long a lock is waited for.
     *
     * @param longest zero to a day
     * @return the locks with it
     * @throws IllegalArgumentException if it is out of that
     */
    public FileLocks within(Duration longest) {
        if (longest.isNegative() || longest.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException(
                    "the wait for a file is from zero to " + LONGEST_WAIT.toDays() + " day, and not " + longest + ".");
        }
        return new FileLocks(longest, listeners);
    }

    /**
     * Adds a listener.
     *
     * @param listener is told what becomes of attempts
     * @return the locks with it
     */
    public FileLocks listener(FileListener listener) {
        Objects.requireNonNull(listener, "the listener is null");
        return new FileLocks(
                wait, Stream.concat(listeners.stream(), Stream.of(listener)).toList());
    }

    /**
     * Locks a file, which need not be there; its folder has to be.
     *
     * @param file the file, by whatever path
     * @return the lock, to be closed
     * @throws FileLockTimeoutException if others had it for too long
     * @throws InterruptedIOException if the thread was interrupted; the flag stays
     * @throws IOException if the lock file cannot be made or locked
     */
    public HeldFile acquire(Path file) throws IOException {
        long begun = System.nanoTime();
        Outcome outcome = Outcome.FAILED;
        try {
            HeldFile held = acquire(file, begun);
            outcome = Outcome.ACQUIRED;
            return held;
        } catch (FileLockTimeoutException taken) {
            outcome = wait.isZero() ? Outcome.BUSY : Outcome.TIMED_OUT;
            throw taken;
        } catch (InterruptedIOException interrupted) {
            outcome = Outcome.INTERRUPTED;
            throw interrupted;
        } finally {
            tell(file, outcome, Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private void tell(Path file, Outcome outcome, Duration waited) {
        for (FileListener each : listeners) {
            try {
                each.onAttempt(file, outcome, waited);
            } catch (RuntimeException | LinkageError failure) { // the latter of libraries that do not fit together
                LOG.warn("a listener of locks of files failed", failure);
            }
        }
    }

    private HeldFile acquire(Path file, long begun) throws IOException {
        LockFile lock = LockFile.of(file);
        ProcessLocks.Seat seat = seat(file, lock);
        if (seat == null) {
            throw new FileLockTimeoutException(file, wait, "another caller of this process");
        }
        HeldFile held = null;
        try {
            held = fromSystem(file, lock, seat, begun);
            return held;
        } finally {
            if (held == null) {
                seat.leave();
            }
        }
    }

    private ProcessLocks.@Nullable Seat seat(Path file, LockFile lock) throws InterruptedIOException {
        try {
            return ProcessLocks.take(lock.path(), wait.toNanos());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw interrupted(file);
        }
    }

    private static InterruptedIOException interrupted(Path file) {
        return new InterruptedIOException("interrupted while waiting for the lock of file '" + file + "'.");
    }

    private HeldFile fromSystem(Path file, LockFile lock, ProcessLocks.Seat seat, long begun) throws IOException {
        for (long poll = SHORTEST_POLL; ; poll = Math.min(2 * poll, LONGEST_POLL)) {
            FileChannel channel = lock.open();
            boolean kept = false;
            String holder;
            try {
                Object identity = lock.identity();
                if (!lock.locks(channel)) {
                    holder = lock.holder(channel);
                } else if (!identity.equals(lock.identity())) {
                    holder = "nobody, but its lock file is deleted again and again"; // what was locked excludes nobody
                } else {
                    lock.sign(channel);
                    kept = true;
                    return new HeldFile(file, lock, channel, identity, seat);
                }
            } finally {
                if (!kept) {
                    channel.close();
                }
            }
            pause(file, holder, poll, wait.toNanos() - (System.nanoTime() - begun));
        }
    }

    private void pause(Path file, String holder, long poll, long left) throws IOException {
        if (left <= 0) {
            throw new FileLockTimeoutException(file, wait, holder);
        }
        long nanos = poll / 2 + ThreadLocalRandom.current().nextLong(poll / 2 + 1);
        LockSupport.parkNanos(this, Math.min(left, nanos));
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(file);
        }
    }

    /**
     * Locks a file if nobody has it.
     *
     * @param file the file
     * @return the lock, to be closed; empty if somebody else has it
     * @throws IOException as {@link #acquire} does, but for the time
     */
    public Optional<HeldFile> tryAcquire(Path file) throws IOException {
        try {
            return Optional.of(within(Duration.ZERO).acquire(file));
        } catch (FileLockTimeoutException taken) {
            return Optional.empty();
        }
    }

    /**
     * Changes a file under its lock: reads it, and {@linkplain AtomicFile#replace replaces} it by what is made of it.
     *
     * @param file the file
     * @param change what is made of it
     * @throws FileLockTimeoutException if others had it for too long
     * @throws IOException as {@link #acquire} and {@link AtomicFile#replace} do, or if the lock file was deleted meanwhile; the file is as it was
     */
    public void update(Path file, Change change) throws IOException {
        try (HeldFile held = acquire(file)) {
            byte[] next = change.of(present(file));
            if (!held.isHeld()) {
                throw new IOException(
                        "the lock file of '" + file + "' was deleted, so that others may be changing it too.");
            }
            if (next != null) {
                AtomicFile.replace(file, out -> out.write(next));
            }
        }
    }

    private static byte @Nullable [] present(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException absent) {
            return null;
        }
    }
}
