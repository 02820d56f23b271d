package dev.safe4j.file;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who in this process has a lock file open: one at a time, the others queue. Static, since what it stands for is a rule of the operating system for
 * the whole process: when one of its channels on a file is closed, POSIX takes all locks of the process on that file away, whoever holds them.
 */
final class ProcessLocks {

    private static final Map<Path, Seat> SEATS = new ConcurrentHashMap<>();

    private ProcessLocks() {}

    /** The place of the one who may have the file open. It is there only while somebody has it or wants it. */
    static final class Seat {

        private final Path path;
        private final Semaphore free = new Semaphore(1, true);
        private int users;

        Seat(Path path) {
            this.path = path;
        }

        void leave() {
            free.release();
            forget(this);
        }
    }

    /** Waits for the seat; null if it was not free in time. To be left again. */
    static @Nullable Seat take(Path path, long nanos) throws InterruptedException {
        Seat seat = Objects.requireNonNull(SEATS.compute(path, (same, present) -> {
            Seat known = present == null ? new Seat(same) : present;
            known.users++;
            return known;
        }));
        boolean taken = false;
        try {
            taken = seat.free.tryAcquire(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } finally {
            if (!taken) {
                forget(seat);
            }
        }
        return taken ? seat : null;
    }

    private static void forget(Seat seat) {
        SEATS.computeIfPresent(seat.path, (path, present) -> --present.users == 0 ? null : present);
    }

    /** How many files somebody has or wants. */
    static int size() {
        return SEATS.size();
    }
}
