package dev.safe4j.test.race;

import dev.safe4j.test.race.RaceOutcome.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One run of a race: the rounds in turn, on the thread that asked for it. */
final class RaceRun<T extends @Nullable Object> {

    private final RacePlan<T> plan;
    private final long seed;
    private final List<RaceOutcome<T>> outcomes = new ArrayList<>();
    private final List<Integer> overlaps = new ArrayList<>();

    RaceRun(RacePlan<T> plan) {
        this.plan = plan;
        Long pinned = plan.seed;
        this.seed = pinned == null ? ThreadLocalRandom.current().nextLong() : pinned;
    }

    RaceResult<T> run() {
        for (int round = 1; round <= plan.rounds; round++) {
            prepare(round);
            play(round);
            check(round);
        }
        return result();
    }

    private RaceResult<T> result() {
        return new RaceResult<>(plan, seed, outcomes, overlaps);
    }

    private void prepare(int round) {
        for (Race.Action given : plan.givens) {
            attempt(
                    () -> {
                        given.run();
                        return true;
                    },
                    failure -> new AssertionError(
                            at(round) + "the given failed, no caller was started: " + failure, failure));
        }
    }

    private void play(int round) {
        Round<T> current = new Round<>(plan, round, seed);
        try {
            Map<RaceCaller, Round.Flight<T>> landed = current.run();
            if (landed.size() == plan.entrants.size()) {
                record(landed);
                return;
            }
            // The stacks first: the interrupt would change them.
            String report = StuckCallers.report(current.threadsWithout(landed.keySet()));
            String ignorant = ignorant(current.giveUp());
            record(landed);
            throw stuck(round, landed.size(), ignorant + "\n" + report);
        } catch (InterruptedException interrupted) {
            String ignorant = ignorant(current.giveUp());
            Thread.currentThread().interrupt();
            throw new AssertionError(
                    at(round) + "the thread that runs the race was interrupted, and so its callers were." + ignorant,
                    interrupted);
        }
    }

    private RaceViolation stuck(int round, int landed, String detail) {
        int callers = plan.entrants.size();
        String what = callers - landed + " of " + callers + " callers did not come back within "
                + RaceTable.text(plan.within) + ", and were interrupted." + detail;
        return result().violation(round, what, null);
    }

    private static String ignorant(List<Thread> left) {
        if (left.isEmpty()) {
            return "";
        }
        String names = left.stream().map(Thread::getName).collect(Collectors.joining(", "));
        return " Still there, as they do not heed the interrupt: " + names + ".";
    }

    private void record(Map<RaceCaller, Round.Flight<T>> landed) {
        landed.forEach((caller, flight) -> outcomes.add(new RaceOutcome<>(
                caller.number(),
                caller.name(),
                caller.round(),
                kind(caller, flight),
                flight.value(),
                flight.failure(),
                Duration.ofNanos(flight.end() - flight.start()))));
        overlaps.add(Round.overlap(List.copyOf(landed.values())));
    }

    private Kind kind(RaceCaller caller, Round.Flight<T> flight) {
        Throwable failure = flight.failure();
        if (failure != null) {
            return plan.isRefusedBy(failure) ? Kind.REFUSED : Kind.FAILED;
        }
        boolean isRefusal = attempt(
                () -> plan.isRefusal(flight.returned()),
                broken -> new AssertionError(
                        at(caller.round()) + "the refusal rule failed on " + RaceTable.text(flight.value()) + " of "
                                + caller.name() + "-" + caller.number() + ": " + broken,
                        broken));
        return isRefusal ? Kind.REFUSED : Kind.SUCCEEDED;
    }

    private void check(int round) {
        for (RacePlan.Invariant invariant : plan.invariants) {
            String broken = "the invariant '" + invariant.name() + "' does not hold: ";
            Boolean holds = attempt(
                    invariant.holds(),
                    failure -> result().violation(round, broken + "checking it threw " + failure, failure));
            if (!Boolean.TRUE.equals(holds)) {
                throw result().violation(round, broken + "it answered " + holds + ".", null);
            }
        }
    }

    /** Runs what the user gave. Its failure is described; what ends all goes through as it is; an interrupt stays set. */
    private static <V extends @Nullable Object> V attempt(
            Callable<V> users, Function<Throwable, AssertionError> described) {
        try {
            return users.call();
        } catch (Throwable failure) {
            if (Round.isFatal(failure)) {
                throw (VirtualMachineError) failure;
            }
            if (failure instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw described.apply(failure);
        }
    }

    private String at(int round) {
        return "round " + round + " of " + plan.rounds + ": ";
    }
}
