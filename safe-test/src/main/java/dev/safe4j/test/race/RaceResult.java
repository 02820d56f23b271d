package dev.safe4j.test.race;

import dev.safe4j.test.race.RaceOutcome.Kind;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What became of all callers in all rounds of a race, and the assertions about it.
 *
 * <p>A number that is asserted is meant <em>per round</em>, and every round is checked: {@code assertSucceeded(1)} after 20
 * rounds says that one caller succeeded in each of them. An assertion returns this result, so that the next one can follow, or
 * throws a {@link RaceViolation} with the outcomes counted. Immutable and as thread-safe as the values in it.
 *
 * @param <T> what a caller returns
 */
public final class RaceResult<T extends @Nullable Object> {

    private static final String NO_RULE =
            " The race has no rule of its own (refusal, refusedBy), so only false and an empty"
                    + " Optional count as refusals.";

    private final RacePlan<T> plan;
    private final long seed;
    private final List<RaceOutcome<T>> outcomes;
    private final List<Integer> overlaps;

    RaceResult(RacePlan<T> plan, long seed, List<RaceOutcome<T>> outcomes, List<Integer> overlaps) {
        this.plan = plan;
        this.seed = seed;
        this.outcomes = List.copyOf(outcomes);
        this.overlaps = List.copyOf(overlaps);
    }

    /**
     * Returns how many callers there were in each round.
     *
     * @return the number, at least 1
     */
    public int callers() {
        return plan.entrants.size();
    }

    /**
     * Returns how many rounds were run.
     *
     * @return the number, at least 1
     */
    public int rounds() {
        return overlaps.size();
    }

    /**
     * Returns what became of every caller in every round.
     *
     * @return the outcomes, by round and then by the caller's number; unmodifiable
     */
    public List<RaceOutcome<T>> outcomes() {
        return outcomes;
    }

    /**
     * Returns what became of every caller in one round.
     *
     * @param round the round, from 1
     * @return the outcomes, by the caller's number; unmodifiable
     * @throws IllegalArgumentException if there was no such round
     */
    public List<RaceOutcome<T>> outcomes(int round) {
        RacePlan.range("round", round, rounds());
        // Only the last round of a race that ended early can have less than all.
        return outcomes.subList((round - 1) * callers(), Math.min(round * callers(), outcomes.size()));
    }

    /**
     * Returns the outcomes that are neither refusals nor failures, of all rounds.
     *
     * @return the outcomes, by round and then by the caller's number; unmodifiable
     */
    public List<RaceOutcome<T>> succeeded() {
        return of(outcomes, Kind.SUCCEEDED);
    }

    /**
     * Returns the outcomes that are refusals by the race's rule, values and exceptions alike, of all rounds.
     *
     * @return the outcomes, by round and then by the caller's number; unmodifiable
     */
    public List<RaceOutcome<T>> refused() {
        return of(outcomes, Kind.REFUSED);
    }

    /**
     * Returns the outcomes that are exceptions and no refusals, of all rounds.
     *
     * @return the outcomes, by round and then by the caller's number; unmodifiable
     */
    public List<RaceOutcome<T>> failed() {
        return of(outcomes, Kind.FAILED);
    }

    /**
     * Counts the returned values of all rounds, refusals among them.
     *
     * @return how often each was returned, in the order of their first return; values that are equal count as one; unmodifiable
     */
    public Map<@Nullable T, Integer> countsByValue() {
        Map<@Nullable T, Integer> counts = new LinkedHashMap<>();
        outcomes.stream()
                .filter(each -> each.failure() == null)
                .forEach(each -> counts.merge(each.value(), 1, Integer::sum));
        return Collections.unmodifiableMap(counts);
    }

    /**
     * Counts the exceptions of all rounds, refusals among them.
     *
     * @return how often each class was thrown, in the order of their first throw; unmodifiable
     */
    public Map<Class<? extends Throwable>, Integer> countsByException() {
        Map<Class<? extends Throwable>, Integer> counts = new LinkedHashMap<>();
        for (RaceOutcome<T> each : outcomes) {
            Throwable failure = each.failure();
            if (failure != null) {
                counts.merge(failure.getClass(), 1, Integer::sum);
            }
        }
        return Collections.unmodifiableMap(counts);
    }

    /**
     * Returns how long the callers took, in all rounds and whatever became of them.
     *
     * @return the latencies
     */
    public Latencies latencies() {
        return Latencies.of(outcomes);
    }

    /**
     * Returns the most callers that were in flight at one moment of any round: between the begin and the end of their bodies.
     *
     * @return the number; 1 if they came one after the other in every round
     */
    public int maxOverlap() {
        return overlaps.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /**
     * Asserts how many callers succeeded in each round.
     *
     * @param each in each round
     * @return this
     * @throws RaceViolation if it were more or less in any
     * @throws IllegalArgumentException if it is negative or more than there are callers
     */
    public RaceResult<T> assertSucceeded(int each) {
        return assertCount(Kind.SUCCEEDED, each);
    }

    /**
     * Asserts how many callers were refused in each round.
     *
     * @param each in each round
     * @return this
     * @throws RaceViolation if it were more or less in any
     * @throws IllegalArgumentException if it is negative or more than there are callers
     */
    public RaceResult<T> assertRefused(int each) {
        return assertCount(Kind.REFUSED, each);
    }

    /**
     * Asserts that exactly one caller succeeded in each round, whatever became of the others.
     *
     * @return this
     * @throws RaceViolation if it were more or less in any
     */
    public RaceResult<T> assertExactlyOneSucceeded() {
        return assertSucceeded(1);
    }

    /**
     * Asserts that no caller failed in any round. Refusals are no failures.
     *
     * @return this
     * @throws RaceViolation if one did
     */
    public RaceResult<T> assertNoFailures() {
        return assertCount(Kind.FAILED, 0);
    }

    /**
     * Asserts that who failed did so with one of these exceptions or a subclass. That nobody failed is fine too.
     *
     * @param allowed at least one class
     * @return this
     * @throws RaceViolation if a caller failed with another one
     * @throws IllegalArgumentException if no class is named
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final RaceResult<T> assertFailedOnlyWith(Class<? extends Throwable>... allowed) {
        List<Class<? extends Throwable>> classes = RacePlan.named("assertFailedOnlyWith", Arrays.asList(allowed));
        for (RaceOutcome<T> each : failed()) {
            if (classes.stream().noneMatch(one -> one.isInstance(each.failure()))) {
                throw violation(
                        each.round(),
                        each.name() + "-" + each.caller() + " failed with " + RaceTable.text(each.failure())
                                + ", expected only " + RaceTable.names(classes) + ".",
                        null);
            }
        }
        return this;
    }

    /**
     * Asserts that the callers did race: in at least one round at least two were in flight at the same moment.
     *
     * @return this
     * @throws RaceViolation if they came one after the other in every round
     */
    public RaceResult<T> assertOverlapped() {
        if (maxOverlap() < 2) {
            throw violation(0, "no two callers were in flight together.", null);
        }
        return this;
    }

    private RaceResult<T> assertCount(Kind kind, int expected) {
        String what = kind.name().toLowerCase(Locale.ROOT);
        if (expected < 0 || expected > callers()) {
            throw new IllegalArgumentException("the expected number of " + what + " callers must be between 0 and "
                    + callers() + ", and is " + expected + ".");
        }
        int[] wrong = IntStream.rangeClosed(1, rounds())
                .filter(round -> of(outcomes(round), kind).size() != expected)
                .toArray();
        if (wrong.length > 0) {
            int found = of(outcomes(wrong[0]), kind).size();
            String often = rounds() == 1 ? "" : "; " + wrong.length + " of " + rounds() + " rounds differ";
            String hint = kind == Kind.REFUSED && found == 0 && !plan.hasRefusalRule() ? NO_RULE : "";
            throw violation(wrong[0], found + " " + what + ", expected " + expected + often + "." + hint, null);
        }
        return this;
    }

    private static <T extends @Nullable Object> List<RaceOutcome<T>> of(List<RaceOutcome<T>> outcomes, Kind kind) {
        return outcomes.stream().filter(each -> each.kind() == kind).toList();
    }

    /** Makes the violation of a round, of all of them if it is 0. */
    RaceViolation violation(int round, String what, @Nullable Throwable cause) {
        List<RaceOutcome<T>> concerned = round == 0 ? outcomes : outcomes(round);
        String where = round == 0 ? "" : "round " + round + " of " + plan.rounds + ": ";
        String detail = round == 0 || rounds() == 1 ? "" : "round " + round + ":\n" + RaceTable.of(concerned);
        return new RaceViolation(where + what + "\n" + detail + this, round, cause, RaceTable.samples(concerned));
    }

    /**
     * Prints the outcomes counted, the latencies and, if there are any, the seed of the think times.
     *
     * @return several lines, for people
     */
    @Override
    public String toString() {
        return RaceTable.of(this, plan, seed);
    }
}
