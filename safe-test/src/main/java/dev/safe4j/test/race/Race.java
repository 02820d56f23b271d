package dev.safe4j.test.race;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Callers that do something at the same time, round after round: {@code Race.of(10, caller -> shop.buy(sweet)).run()}.
 *
 * <p>Immutable and thread-safe: every option returns another race, and a race may be run again. The callers' threads are
 * daemons and inherit the context class loader of the thread that calls {@link #run}; what is {@linkplain #given given}, the
 * refusals and the invariants run on that thread itself, between the rounds, and are not bounded in time.
 *
 * @param <T> what a caller returns
 */
public final class Race<T extends @Nullable Object> {

    /** The most callers of a race: each has a thread of its own. */
    public static final int MOST_CALLERS = 1_000;

    /** The most rounds of a race. */
    public static final int MOST_ROUNDS = 100_000;

    /** The most outcomes of a race, callers times rounds: all of them are kept. */
    public static final int MOST_OUTCOMES = 1_000_000;

    /** The time that the callers of a round have, unless said otherwise. */
    public static final Duration DEFAULT_WITHIN = Duration.ofSeconds(30);

    /**
     * What a caller does. Run by several threads at once.
     *
     * @param <T> what it returns
     */
    @FunctionalInterface
    public interface Body<T extends @Nullable Object> {

        /**
         * Does it once.
         *
         * @param caller who does it, in which round
         * @return the result, may be null if the type says so
         * @throws Exception is an outcome like any other
         */
        T run(RaceCaller caller) throws Exception;
    }

    /** Something that is done, without a result. */
    @FunctionalInterface
    public interface Action {

        /**
         * Does it once.
         *
         * @throws Exception if it fails
         */
        void run() throws Exception;
    }

    private final RacePlan<T> plan;

    private Race(RacePlan<T> plan) {
        this.plan = plan;
    }

    /**
     * Makes a race of callers that all do the same. They are named "caller".
     *
     * @param callers how many, 1 to {@value #MOST_CALLERS}
     * @param body what each does
     * @param <T> what it returns
     * @return the race: one round
     * @throws IllegalArgumentException if the number is out of its range
     */
    public static <T extends @Nullable Object> Race<T> of(int callers, Body<? extends T> body) {
        return new Race<>(new RacePlan<T>().withCallers(callers, "caller", body));
    }

    /**
     * Makes a race of callers that all do the same and need not know who they are.
     *
     * @param callers how many, 1 to {@value #MOST_CALLERS}
     * @param body what each does
     * @param <T> what it returns
     * @return the race: one round
     * @throws IllegalArgumentException if the number is out of its range
     */
    public static <T extends @Nullable Object> Race<T> of(int callers, Callable<? extends T> body) {
        return of(callers, RacePlan.<T>body(body));
    }

    /**
     * Makes a race of callers that all do the same and return nothing.
     *
     * @param callers how many, 1 to {@value #MOST_CALLERS}
     * @param body what each does
     * @return the race: one round
     * @throws IllegalArgumentException if the number is out of its range
     */
    public static Race<@Nullable Void> of(int callers, Action body) {
        return of(callers, RacePlan.body(body));
    }

    /**
     * Makes a race between two that do different things; add more of them with {@link #callers}.
     *
     * @param firstName names the first caller, not blank
     * @param first what it does
     * @param secondName names the second caller, not blank
     * @param second what it does
     * @param <T> what they return
     * @return the race: two callers, one round
     * @throws IllegalArgumentException if a name is blank
     */
    public static <T extends @Nullable Object> Race<T> between(
            String firstName, Callable<? extends T> first, String secondName, Callable<? extends T> second) {
        return new Race<>(new RacePlan<T>()
                .withCallers(1, firstName, RacePlan.<T>body(first))
                .withCallers(1, secondName, RacePlan.<T>body(second)));
    }

    /**
     * Makes a race between two that do different things and return nothing; add more of them with {@link #callers}.
     *
     * @param firstName names the first caller, not blank
     * @param first what it does
     * @param secondName names the second caller, not blank
     * @param second what it does
     * @return the race: two callers, one round
     * @throws IllegalArgumentException if a name is blank
     */
    public static Race<@Nullable Void> between(String firstName, Action first, String secondName, Action second) {
        return new Race<>(new RacePlan<@Nullable Void>()
                .withCallers(1, firstName, RacePlan.body(first))
                .withCallers(1, secondName, RacePlan.body(second)));
    }

    /**
     * Adds one caller.
     *
     * @param name names it in the report and its thread, not blank
     * @param body what it does
     * @return the race with it
     * @throws IllegalArgumentException if the name is blank, or there are more than {@value #MOST_CALLERS} callers then
     */
    public Race<T> caller(String name, Body<? extends T> body) {
        return callers(1, name, body);
    }

    /**
     * Adds callers that do the same.
     *
     * @param number how many, at least 1
     * @param name names them in the report and their threads, not blank
     * @param body what each does
     * @return the race with them
     * @throws IllegalArgumentException if the name is blank, or the race has no or more than {@value #MOST_CALLERS} callers then
     */
    public Race<T> callers(int number, String name, Body<? extends T> body) {
        return new Race<>(plan.withCallers(number, name, body));
    }

    /**
     * Sets how often the race is repeated, with new threads each time.
     *
     * @param rounds 1 (as it is unless set) to {@value #MOST_ROUNDS}
     * @return the race with it
     * @throws IllegalArgumentException if it is out of that range
     */
    public Race<T> rounds(int rounds) {
        return new Race<>(plan.with(next -> next.rounds = RacePlan.range("rounds", rounds, MOST_ROUNDS)));
    }

    /**
     * Adds what is done before each round; several are done in the order in which they were added.
     *
     * @param action makes the state that the round starts from; if it fails, the race ends
     * @return the race with it
     */
    public Race<T> given(Action action) {
        return new Race<>(plan.withGiven(action));
    }

    /**
     * Sets the time that the callers of one round have, from their start. Who has not come back then never will, as far as the
     * race is concerned: it ends with a report of them.
     *
     * @param bound longer than zero, at most an hour; {@link #DEFAULT_WITHIN} unless set
     * @return the race with it
     * @throws IllegalArgumentException if it is out of that range
     */
    public Race<T> within(Duration bound) {
        return new Race<>(plan.with(next -> next.within = RacePlan.range("within", bound, RacePlan.LONGEST_WITHIN)));
    }

    /**
     * Sets the longest think time: each caller waits a random time up to it after the start, and again wherever its body calls
     * {@link RaceCaller#think}. Without it all start as closely together as the machine can.
     *
     * @param longest longer than zero, at most a minute, and shorter than {@link #within}
     * @return the race with it
     * @throws IllegalArgumentException if it is out of that range; {@link #run} compares it with {@code within}
     */
    public Race<T> jitter(Duration longest) {
        return new Race<>(plan.with(next -> next.jitter = RacePlan.range("jitter", longest, RacePlan.LONGEST_JITTER)));
    }

    /**
     * Pins the seed of the think times, else drawn anew by each {@link #run}. The think times are then the same ones again; what
     * the scheduler makes of them need not be.
     *
     * @param seed as a report printed it
     * @return the race with it
     */
    public Race<T> seed(long seed) {
        return new Race<>(plan.with(next -> next.seed = seed));
    }

    /**
     * Sets which returned values are refusals, instead of the rule that holds unless set: {@code false} and an empty
     * {@link java.util.Optional} are.
     *
     * @param isRefusal true for a refusal; is asked once for each value
     * @return the race with it
     */
    public Race<T> refusal(Predicate<? super T> isRefusal) {
        return new Race<>(plan.withRefusal(isRefusal));
    }

    /**
     * Adds exceptions that are refusals, with their subclasses. Every other one is a failure.
     *
     * @param classes at least one
     * @return the race with them
     * @throws IllegalArgumentException if there is none
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final Race<T> refusedBy(Class<? extends Throwable>... classes) {
        return new Race<>(plan.withRefusedBy(Arrays.asList(classes)));
    }

    /**
     * Adds an invariant: it is checked after each round, when all callers have come back.
     *
     * @param invariant names it, not blank: "stock is never negative"
     * @param holds tells whether it does; throwing counts as broken
     * @return the race with it
     * @throws IllegalArgumentException if the name is blank
     */
    public Race<T> always(String invariant, Callable<Boolean> holds) {
        return new Race<>(plan.withInvariant(invariant, holds));
    }

    /**
     * Runs all rounds, each to its end. Failures of callers are outcomes, errors such as {@link StackOverflowError} too; only
     * another {@link VirtualMachineError} ends the race, and is thrown as it is. Callers that never overlapped do not fail
     * the run, as that depends on the machine: the result says so, and {@link RaceResult#assertOverlapped} checks it.
     *
     * <p>If the race ends early, its callers are interrupted, and get a second to come back. Interrupting the calling thread
     * does the same; its interrupt flag stays set.
     *
     * @return the outcomes of all rounds
     * @throws RaceViolation if an invariant does not hold, or a caller has not come back in time
     * @throws AssertionError if the race could not be run: the given or the rule of refusals fails, or the calling thread is interrupted
     * @throws IllegalArgumentException if callers times rounds exceed {@value #MOST_OUTCOMES}, or the jitter is not below {@link #within}
     */
    public RaceResult<T> run() {
        return new RaceRun<>(plan.checked()).run();
    }
}
