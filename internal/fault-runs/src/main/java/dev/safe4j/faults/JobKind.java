package dev.safe4j.faults;

import dev.safe4j.job.JobPolicy;
import java.time.Duration;
import java.util.Locale;

/** What the jobs of a run do, each kind a type of its own. The number of a job says which kind it is. */
enum JobKind {
    /** Writes its effect together with its completion, and if it is one of the first ones, enqueues another job. */
    EXACT(8, true, true, JobKind.MANY),
    /** Writes its effect, and is deleted when it is done. */
    GONE(5, false, false, JobKind.MANY),
    /** Writes its effect, and is kept when it is done. */
    KEPT(2, false, true, JobKind.MANY),
    /** The same after a while, in which its claim has to be renewed some of the time. */
    SLOW(1, false, true, JobKind.MANY),
    /** Fails after its effect, which is rolled back, until the third attempt. */
    ERRATIC(1, true, true, JobKind.MANY),
    /** The same where the effects stay. */
    ERRATIC_KEPT(1, false, true, JobKind.MANY),
    /** Fails after its effect, which is rolled back, as often as it may. */
    DOOMED(1, true, true, 3),
    /** Fails after its effect, which is rolled back, for good. */
    HOPELESS(1, true, true, JobKind.MANY);

    /** More than the faults of a run use up. */
    private static final int MANY = 1_000;

    /** After so many numbers the kinds come again. */
    static final int ROUND = 20;

    private final int share;
    private final boolean isTransactional;
    private final boolean isKept;
    private final int attempts;

    JobKind(int share, boolean isTransactional, boolean isKept, int attempts) {
        this.share = share;
        this.isTransactional = isTransactional;
        this.isKept = isKept;
        this.attempts = attempts;
    }

    static JobKind of(int number) {
        int left = number % ROUND;
        for (JobKind each : values()) {
            left -= each.share;
            if (left < 0) {
                return each;
            }
        }
        throw new IllegalStateException("the shares of the kinds come to less than a round");
    }

    /** How many jobs come of so many that are enqueued first, full rounds of them. */
    static int all(int first) {
        return first + first / ROUND * EXACT.share;
    }

    /** The number of the job that an exact one of the first enqueues. */
    static int next(int number, int first) {
        return first + number / ROUND * EXACT.share + number % ROUND;
    }

    String type() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isTransactional() {
        return isTransactional;
    }

    boolean isKept() {
        return isKept;
    }

    boolean isErratic() {
        return this == ERRATIC || this == ERRATIC_KEPT;
    }

    boolean isNeverDone() {
        return this == DOOMED || this == HOPELESS;
    }

    int attempts() {
        return attempts;
    }

    JobPolicy policy() {
        JobPolicy policy = JobPolicy.defaults()
                .attempts(attempts)
                .delays(Duration.ofMillis(10), Duration.ofMillis(100))
                .keep(isKept ? Duration.ofHours(5) : Duration.ZERO, Duration.ofHours(5));
        return isTransactional ? policy.transactional() : policy;
    }
}
