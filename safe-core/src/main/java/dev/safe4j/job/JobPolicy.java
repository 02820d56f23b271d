package dev.safe4j.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How jobs of a type are run: how often, for how long, and what is kept of them. Immutable and thread-safe: every option returns another
 * policy.
 *
 * <p>The wait before attempt <i>n</i>+1 is drawn evenly from half of {@code min(longest, first * 2^(n-1))} to the whole of it.
 */
public final class JobPolicy {

    /** The most attempts, unless said otherwise. */
    public static final int DEFAULT_ATTEMPTS = 10;

    /** The first wait after a failure, unless said otherwise. */
    public static final Duration DEFAULT_FIRST_DELAY = Duration.ofSeconds(1);

    /** The longest wait after a failure, unless said otherwise. */
    public static final Duration DEFAULT_LONGEST_DELAY = Duration.ofMinutes(10);

    /** How long a run may take, unless said otherwise. */
    public static final Duration DEFAULT_TIME_LIMIT = Duration.ofMinutes(10);

    /** How long a dead letter is kept, unless said otherwise. */
    public static final Duration DEFAULT_KEEP_DEAD = Duration.ofDays(30);

    private static final int MOST_ATTEMPTS = 1_000;
    private static final Duration LONGEST = Duration.ofDays(3_650);
    private static final JobPolicy DEFAULTS = new JobPolicy();

    private int attempts = DEFAULT_ATTEMPTS;
    private Duration firstDelay = DEFAULT_FIRST_DELAY;
    private Duration longestDelay = DEFAULT_LONGEST_DELAY;
    private Duration timeLimit = DEFAULT_TIME_LIMIT;
    private Duration keepDone = Duration.ZERO;
    private Duration keepDead = DEFAULT_KEEP_DEAD;
    private List<Class<? extends Throwable>> permanent = List.of(PermanentJobException.class);
    private boolean holdsWhileRunning;
    private boolean transactional;
    private @Nullable Pace pace;

    private JobPolicy() {}

    private JobPolicy(JobPolicy other) {
        this.attempts = other.attempts;
        this.firstDelay = other.firstDelay;
        this.longestDelay = other.longestDelay;
        this.timeLimit = other.timeLimit;
        this.keepDone = other.keepDone;
        this.keepDead = other.keepDead;
        this.permanent = other.permanent;
        this.holdsWhileRunning = other.holdsWhileRunning;
        this.transactional = other.transactional;
        this.pace = other.pace;
    }

    /**
     * Returns the policy with the defaults: {@value #DEFAULT_ATTEMPTS} attempts, waits of 1 s doubling to 10 minutes, 10 minutes for a
     * run, jobs deleted when they are done, and dead letters kept for 30 days.
     *
     * @return the policy
     */
    public static JobPolicy defaults() {
        return DEFAULTS;
    }

    /**
     * Sets the most attempts, the first one included, those that ended with their process too.
     *
     * @param most 1 (never again) to 1,000
     * @return the policy with it
     * @throws IllegalArgumentException if it is out of that
     */
    public JobPolicy attempts(int most) {
        if (most < 1 || most > MOST_ATTEMPTS) {
            throw new IllegalArgumentException(
                    "a job is begun 1 to " + MOST_ATTEMPTS + " times at most, and not " + most + ".");
        }
        JobPolicy next = new JobPolicy(this);
        next.attempts = most;
        return next;
    }

    /**
     * Sets the waits after failures.
     *
     * @param first after the first failure; doubles with every further one
     * @param longest after any, at least {@code first}, at most ten years
     * @return the policy with them
     * @throws IllegalArgumentException if one is out of that
     */
    public JobPolicy delays(Duration first, Duration longest) {
        JobPolicy next = new JobPolicy(this);
        next.firstDelay = within("the first wait after a failure", first, Duration.ofMillis(1));
        next.longestDelay = within("the longest wait after a failure", longest, first);
        return next;
    }

    /**
     * Sets how long a run may take. Then its thread is interrupted, and its claim is no longer renewed: what it writes through the job
     * after that is refused, and another attempt begins.
     *
     * @param limit 100 ms to ten years
     * @return the policy with it
     * @throws IllegalArgumentException if it is out of that
     */
    public JobPolicy timeLimit(Duration limit) {
        JobPolicy next = new JobPolicy(this);
        next.timeLimit = within("the time limit of a job", limit, Duration.ofMillis(100));
        return next;
    }

    /**
     * Has the claim renewed for as long as the thread of the run lives, past the time limit too: for handlers that do not end when they
     * are interrupted, and must not be run a second time beside themselves. One that never ends is never run again.
     *
     * @return the policy with it
     */
    public JobPolicy holdWhileRunning() {
        JobPolicy next = new JobPolicy(this);
        next.holdsWhileRunning = true;
        return next;
    }

    /**
     * Has the handler's writes and the completion of the job commit together, in a transaction that is opened for them. The handler may be
     * run again within an attempt, after a conflict.
     *
     * @return the policy with it
     */
    public JobPolicy transactional() {
        JobPolicy next = new JobPolicy(this);
        next.transactional = true;
        return next;
    }

    /**
     * Sets for how long jobs are kept that are done and that are dead. Whoever finds a job dead since its claims ran out need not have its
     * policy: a worker keeps it for the longest time that one of its own policies says, {@link JobClaims} as theirs says.
     *
     * @param done zero to delete them when they are done
     * @param dead a second or more
     * @return the policy with it
     * @throws IllegalArgumentException if one is out of that, or over ten years
     */
    public JobPolicy keep(Duration done, Duration dead) {
        JobPolicy next = new JobPolicy(this);
        next.keepDone = within("the time to keep what is done", done, Duration.ZERO);
        next.keepDead = within("the time to keep what is dead", dead, Duration.ofSeconds(1));
        return next;
    }

    /**
     * Names a failure that no further attempt would mend, beside {@link PermanentJobException}: the job is dead at once.
     *
     * @param failure the class of what is thrown, or of a cause of it
     * @return the policy with it
     */
    public JobPolicy permanent(Class<? extends Throwable> failure) {
        JobPolicy next = new JobPolicy(this);
        List<Class<? extends Throwable>> more = new ArrayList<>(permanent);
        more.add(failure);
        next.permanent = List.copyOf(more);
        return next;
    }

    /**
     * Sets how many jobs begin in a time, over all workers. Claims are counted: what a worker has claimed ahead may begin together, unless
     * {@linkplain JobWorkerBuilder#buffer its buffer} is 0.
     *
     * @param jobs how many
     * @param per in which time
     * @return the policy with it
     * @throws IllegalArgumentException if it is no {@link Pace}
     */
    public JobPolicy pace(int jobs, Duration per) {
        JobPolicy next = new JobPolicy(this);
        next.pace = new Pace(jobs, per);
        return next;
    }

    private static Duration within(String what, Duration value, Duration shortest) {
        if (value.compareTo(shortest) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    what + " is between " + shortest + " and " + LONGEST.toDays() + " days, and not " + value + ".");
        }
        return value;
    }

    int attempts() {
        return attempts;
    }

    Duration timeLimit() {
        return timeLimit;
    }

    Duration keepDone() {
        return keepDone;
    }

    Duration keepDead() {
        return keepDead;
    }

    boolean holdsWhileRunning() {
        return holdsWhileRunning;
    }

    boolean isTransactional() {
        return transactional;
    }

    @Nullable
    Pace pace() {
        return pace;
    }

    /** What a failure means. */
    JobEnding ending(JobRun run, Throwable failure) {
        String history = run.historyWith(failure);
        return run.isLastAttempt() || isPermanent(failure)
                ? new JobEnding.Bury(run.owner(), history, keepDead)
                : new JobEnding.Retry(run.owner(), delayAfter(run.attempt()), history);
    }

    private boolean isPermanent(Throwable failure) {
        int depth = 0;
        for (Throwable each = failure; each != null && depth < 20; each = each.getCause(), depth++) {
            if (permanent.stream().anyMatch(isInstance(each))) {
                return true;
            }
        }
        return false;
    }

    private static Predicate<Class<? extends Throwable>> isInstance(Throwable failure) {
        return each -> each.isInstance(failure);
    }

    private Duration delayAfter(int attempt) {
        long longest = longestDelay.toMillis();
        long whole = Math.min(longest, firstDelay.toMillis() * (1L << Math.min(attempt - 1, 20)));
        long half = Math.max(1, whole / 2);
        return Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(whole - half + 1));
    }
}
