package dev.safe4j.retry;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How often, for how long and after which faults a unit of work is run again.
 *
 * <p>The wait before run <i>n</i>+1 is drawn evenly from zero to {@code min(longest, first * 2^(n-1))} ("full jitter"). Runs
 * and total time are both bounded: no run begins after the total time, though a run that has begun is not cut short. When it
 * gives up, the last failure is thrown as it is, with the earlier ones suppressed in it. An interrupt during a wait ends it at
 * once: the last failure is thrown and the interrupt flag stays set.
 *
 * <p>Immutable and thread-safe: every option returns another policy. The waiting is done by Resilience4j's {@code Retry}.
 */
public final class RetryPolicy {

    /** The most runs, first one included, unless said otherwise. */
    public static final int DEFAULT_ATTEMPTS = 5;

    /** The time in which all runs must have begun, unless said otherwise. */
    public static final Duration DEFAULT_WITHIN = Duration.ofSeconds(10);

    /** The upper end of the first wait, unless said otherwise. */
    public static final Duration DEFAULT_FIRST_DELAY = Duration.ofMillis(10);

    /** The upper end of every wait, unless said otherwise. */
    public static final Duration DEFAULT_LONGEST_DELAY = Duration.ofSeconds(1);

    private static final int MOST_ATTEMPTS = 1_000;

    final FaultClassifier classifier;
    private final boolean isClassified;
    final Set<FaultClass> retried;
    final int attempts;
    final Duration within;
    final Duration firstDelay;
    final Duration longestDelay;
    final List<RetryListener> listeners;

    private RetryPolicy(Options options) {
        this.classifier = options.classifier;
        this.isClassified = options.isClassified;
        this.retried = options.retried;
        this.attempts = options.attempts;
        this.within = options.within;
        this.firstDelay = options.firstDelay;
        this.longestDelay = options.longestDelay;
        this.listeners = options.listeners;
    }

    /**
     * Returns the policy with the defaults: {@value #DEFAULT_ATTEMPTS} runs within 10 s, waits of up to 10 ms doubling to 1 s,
     * after {@link FaultClass#TRANSIENT} and {@link FaultClass#CONFLICT}, classified by
     * {@link FaultClassifier#declared()}.
     *
     * @return the policy
     */
    public static RetryPolicy defaults() {
        return new RetryPolicy(new Options());
    }

    /**
     * Sets who tells the class of a failure.
     *
     * @param newClassifier the classifier
     * @return the policy with it
     */
    public RetryPolicy classifiedBy(FaultClassifier newClassifier) {
        Options options = new Options(this);
        options.classifier = Objects.requireNonNull(newClassifier, "the classifier is null");
        options.isClassified = true;
        return new RetryPolicy(options);
    }

    /**
     * Sets how failures are classified, unless {@link #classifiedBy} has done so already: for what is run with a policy and
     * knows more about its failures than the default does.
     *
     * @param fallback the classifier
     * @return the policy with a classifier
     */
    public RetryPolicy orClassifiedBy(FaultClassifier fallback) {
        Objects.requireNonNull(fallback, "the classifier is null");
        return isClassified ? this : classifiedBy(fallback);
    }

    /**
     * Sets the most runs, the first one included.
     *
     * @param most 1 (never again) to 1,000
     * @return the policy with it
     * @throws IllegalArgumentException if it is out of that range
     */
    public RetryPolicy attempts(int most) {
        if (most < 1 || most > MOST_ATTEMPTS) {
            throw new IllegalArgumentException(
                    "attempts must be between 1 and " + MOST_ATTEMPTS + ", and is " + most + ".");
        }
        Options options = new Options(this);
        options.attempts = most;
        return new RetryPolicy(options);
    }

    /**
     * Sets the time in which the last run must have begun, counted from the call.
     *
     * @param total longer than zero
     * @return the policy with it
     * @throws IllegalArgumentException if it is zero or negative
     */
    public RetryPolicy within(Duration total) {
        Options options = new Options(this);
        options.within = positive("within", total);
        return new RetryPolicy(options);
    }

    /**
     * Sets the upper ends of the waits.
     *
     * @param first of the first wait, longer than zero; doubles with every run
     * @param longest of any wait, at least {@code first}
     * @return the policy with them
     * @throws IllegalArgumentException if one is zero or negative, or the longest is below the first
     */
    public RetryPolicy delays(Duration first, Duration longest) {
        Options options = new Options(this);
        options.firstDelay = positive("the first delay", first);
        options.longestDelay = positive("the longest delay", longest);
        if (longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "the longest delay (" + longest + ") must not be below the first one (" + first + ").");
        }
        return new RetryPolicy(options);
    }

    /**
     * Adds classes of faults after which the work is run again.
     *
     * @param more the classes; {@link FaultClass#AMBIGUOUS} only for work that may take effect twice without harm
     * @return the policy with them
     */
    public RetryPolicy alsoRetrying(FaultClass... more) {
        Options options = new Options(this);
        EnumSet<FaultClass> all = EnumSet.copyOf(retried);
        all.addAll(List.of(more));
        options.retried = all;
        return new RetryPolicy(options);
    }

    /**
     * Adds a listener.
     *
     * @param listener is told of every further run and of giving up
     * @return the policy with it
     */
    public RetryPolicy listener(RetryListener listener) {
        Options options = new Options(this);
        options.listeners =
                Stream.concat(listeners.stream(), Stream.of(listener)).toList();
        return new RetryPolicy(options);
    }

    /**
     * Tells whether a fault of this class leads to another run, as far as the class alone decides.
     *
     * @param fault the class
     * @return true if this policy retries it
     */
    public boolean retries(FaultClass fault) {
        return retried.contains(fault);
    }

    /**
     * Runs the body until it returns, fails for good, or the bounds are reached. Runs on the caller's thread; knows nothing of
     * transactions: for those use the transaction runner, which starts a new one for each run.
     *
     * @param attempt the body; it may run more than once
     * @param <T> what it returns
     * @param <X> what it throws
     * @return its result
     * @throws X the last failure, as it was thrown, with the earlier ones suppressed
     */
    public <T extends @Nullable Object, X extends Exception> T run(RetryableBody<T, X> attempt) throws X {
        return new RetryRun(this).run(attempt);
    }

    private static Duration positive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " must be longer than zero, and is " + value + ".");
        }
        return value;
    }

    /** The values of a policy in the making; a class because Java has no named arguments. */
    private static final class Options {
        FaultClassifier classifier = FaultClassifier.declared();
        boolean isClassified;
        Set<FaultClass> retried = EnumSet.of(FaultClass.TRANSIENT, FaultClass.CONFLICT);
        int attempts = DEFAULT_ATTEMPTS;
        Duration within = DEFAULT_WITHIN;
        Duration firstDelay = DEFAULT_FIRST_DELAY;
        Duration longestDelay = DEFAULT_LONGEST_DELAY;
        List<RetryListener> listeners = List.of();

        Options() {}

        Options(RetryPolicy policy) {
            classifier = policy.classifier;
            isClassified = policy.isClassified;
            retried = policy.retried;
            attempts = policy.attempts;
            within = policy.within;
            firstDelay = policy.firstDelay;
            longestDelay = policy.longestDelay;
            listeners = policy.listeners;
        }
    }
}
