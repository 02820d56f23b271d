package dev.safe4j.job;

import java.util.concurrent.TimeUnit;

/**
 * How many jobs a worker may claim: as many as it runs in about a fifth of a second, so that a fast queue is claimed in large batches and
 * a slow one leaves jobs to other workers. For the thread that claims.
 */
final class Room {

    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LATE = TimeUnit.MILLISECONDS.toNanos(400);

    private final Runners runners;
    private final EndingBatch endings;
    private final int concurrency;
    private final int buffer;
    private volatile int ahead;
    private volatile boolean isAwaited = true;
    private long claimedAt = System.nanoTime();

    Room(Runners runners, EndingBatch endings, int concurrency, int buffer) {
        this.runners = runners;
        this.endings = endings;
        this.concurrency = concurrency;
        this.buffer = buffer;
        this.ahead = Math.min(buffer, concurrency);
    }

    /** Has those run that wait though there is a place for them, as there was no thread when they were claimed. */
    void fill() {
        runners.startMore();
    }

    /** How many to claim; zero while half of what was claimed ahead still waits, or endings cannot be written. */
    int wanted() {
        int waiting = runners.waiting();
        if (runners.isFull() || endings.size() > buffer + concurrency || waiting * 2 > ahead) {
            isAwaited = true;
            return 0;
        }
        int free = concurrency - Math.min(concurrency, runners.busy());
        return Math.min(JobStore.MOST_AT_ONCE, ahead - waiting + free);
    }

    /** Whether there is room that somebody waits for. */
    boolean isAwaited() {
        return isAwaited && runners.waiting() * 2 <= ahead;
    }

    /** A full answer that was used up soon asks for a larger one; what lasts long, for a smaller one. */
    void claimed(int wanted, int got) {
        long now = System.nanoTime();
        long since = now - claimedAt;
        claimedAt = now;
        isAwaited = got == wanted; // else there is nothing to claim, as far as is known
        if (got == wanted && since < SOON) {
            ahead = Math.min(buffer, Math.max(1, ahead * 2));
        } else if (since > LATE) {
            ahead = Math.max(Math.min(buffer, concurrency), ahead / 2);
        }
    }
}
