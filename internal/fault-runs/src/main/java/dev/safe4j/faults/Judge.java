package dev.safe4j.faults;

import dev.safe4j.faults.Step.Kind;
import dev.safe4j.faults.Step.Outcome;
import dev.safe4j.test.history.FenceModel;
import dev.safe4j.test.history.LeaseModel;
import dev.safe4j.test.history.LinearizabilityChecker;
import dev.safe4j.test.history.Operation;
import dev.safe4j.test.history.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says whether what was noted in a run can have come from locks and fences that keep their promises. Immutable. */
final class Judge {

    private static final long LIMIT = 50_000_000;

    private final Notes notes;
    private final boolean ofQuorum;
    private final List<Step> steps;
    private final Map<String, Step> releases = new HashMap<>();
    private final Map<String, Long> heldUntil = new HashMap<>();

    Judge(Notes notes) {
        this(notes, false);
    }

    private Judge(Notes notes, boolean ofQuorum) {
        this.notes = notes;
        this.ofQuorum = ofQuorum;
        steps = notes.steps().stream()
                .sorted(Comparator.comparingLong(Step::call))
                .toList();
        for (Step step : steps) {
            heldUntil.merge(step.holder(), step.heldUntil(), Math::max);
            if (step.kind() == Kind.RELEASE) {
                releases.put(step.holder(), step);
            }
        }
    }

    /**
     * Of a quorum, which says at a release that the lock is lost where it was left on one server of those that answer: it may be free from the
     * moment on at which the holder gave it up.
     */
    static Judge ofQuorum(Notes notes) {
        return new Judge(notes, true);
    }

    /**
     * Checks both histories.
     *
     * @throws AssertionError with the steps that no order of one lock, or one fenced resource, explains
     */
    void assertExplained() {
        orWritten(LinearizabilityChecker.check(leases(), new LeaseModel(), LIMIT));
        assertFenced();
    }

    /**
     * Checks the history of the resource alone, where the store has forgotten locks.
     *
     * @throws AssertionError with the writes that no order of one fenced resource explains
     */
    void assertFenced() {
        orWritten(LinearizabilityChecker.check(writes(), new FenceModel(), LIMIT));
    }

    private void orWritten(Verdict verdict) {
        try {
            verdict.orThrow();
        } catch (AssertionError violation) {
            throw new AssertionError(
                    violation.getMessage() + "\nThe whole history: "
                            + notes.written().toAbsolutePath(),
                    violation);
        }
    }

    /** How many locks were granted while somebody else still relied on them: none, unless the store has forgotten them. */
    long grantedTwice() {
        return steps.stream()
                .filter(Judge::isGrant)
                .filter(this::isReliedOnByAnother)
                .count();
    }

    private boolean isReliedOnByAnother(Step granted) {
        return steps.stream()
                .filter(Judge::isGrant)
                .filter(other -> other.key().equals(granted.key()) && other.fence() < granted.fence())
                .anyMatch(other -> endOf(other) > granted.ret());
    }

    private long endOf(Step acquired) {
        Step release = releases.get(acquired.holder());
        return release == null ? heldUntil(acquired) : Math.min(release.call(), heldUntil(acquired));
    }

    /**
     * What holders know: that they were granted a lock, that they still have it, that they gave it back or had lost it. A holder that never
     * gave it back may lose it from the last moment on at which it relied on it, and not before; if nothing was left of it when it was
     * granted, from the moment on at which it was asked for. What was asked for and never answered
     * is left out: it explains nothing, since nobody used it.
     */
    private List<Operation<LeaseModel.Command, LeaseModel.Answer>> leases() {
        List<Operation<LeaseModel.Command, LeaseModel.Answer>> history = new ArrayList<>();
        for (Step step : steps) {
            switch (step.kind()) {
                case ACQUIRE -> {
                    if (step.outcome() == Outcome.GRANTED) {
                        var granted = new LeaseModel.Granted(step.fence());
                        history.add(answered(step, new LeaseModel.Acquire(step.holder()), granted));
                        addEnd(step, history);
                    }
                }
                case CHECK -> {
                    if (step.outcome() != null) {
                        boolean kept = step.outcome() == Outcome.KEPT;
                        var answer = kept ? LeaseModel.Reply.KEPT : LeaseModel.Reply.LOST;
                        history.add(answered(step, new LeaseModel.Renew(step.holder()), answer));
                    }
                }
                case RELEASE -> history.add(release(step));
                case WRITE -> {}
            }
        }
        return history;
    }

    private void addEnd(Step acquired, List<Operation<LeaseModel.Command, LeaseModel.Answer>> history) {
        Step release = releases.get(acquired.holder());
        if (release == null || release.outcome() != Outcome.RELEASED) {
            history.add(Operation.unanswered(
                    "the end of " + acquired.holder(),
                    acquired.key(),
                    new LeaseModel.Expire(acquired.holder()),
                    ofQuorum ? endOf(acquired) : heldUntil(acquired)));
        }
    }

    private static Operation<LeaseModel.Command, LeaseModel.Answer> release(Step step) {
        var command = new LeaseModel.Release(step.holder());
        if (!step.isAnswered()) {
            return Operation.unanswered(step.client(), step.key(), command, step.call());
        }
        boolean released = step.outcome() == Outcome.RELEASED;
        return answered(step, command, released ? LeaseModel.Reply.RELEASED : LeaseModel.Reply.LOST);
    }

    private static <I, O> Operation<I, O> answered(Step step, I command, O answer) {
        return new Operation<>(step.client(), step.key(), command, answer, step.call(), step.ret());
    }

    private List<Operation<FenceModel.Write, FenceModel.Answer>> writes() {
        return steps.stream()
                .filter(step -> step.kind() == Kind.WRITE)
                .map(Judge::write)
                .toList();
    }

    private static Operation<FenceModel.Write, FenceModel.Answer> write(Step step) {
        var command = new FenceModel.Write(step.fence());
        if (!step.isAnswered()) {
            return Operation.unanswered(step.client(), step.key(), command, step.call());
        }
        boolean accepted = step.outcome() == Outcome.ACCEPTED;
        return answered(step, command, accepted ? FenceModel.Answer.ACCEPTED : FenceModel.Answer.REJECTED);
    }

    private static boolean isGrant(Step step) {
        return step.is(Kind.ACQUIRE, Outcome.GRANTED);
    }

    /** How many locks were acquired. */
    long grants() {
        return steps.stream().filter(Judge::isGrant).count();
    }

    /** Locks that went on to somebody else without a release: their holder was killed, or has lost them. */
    List<Step> takeOvers() {
        List<Step> taken = new ArrayList<>();
        Map<String, List<Step>> byKey = steps.stream().filter(Judge::isGrant).collect(Collectors.groupingBy(Step::key));
        for (List<Step> grants : byKey.values()) {
            grants.sort(Comparator.comparingLong(Step::fence));
            for (int i = 1; i < grants.size(); i++) {
                Step before = releases.get(grants.get(i - 1).holder());
                if (before == null || before.outcome() == Outcome.LOST) {
                    taken.add(grants.get(i));
                }
            }
        }
        return taken;
    }

    /** How many holders were told that they had lost their lock. */
    long losses() {
        return releases.values().stream()
                .filter(step -> step.outcome() == Outcome.LOST)
                .count();
    }

    /** How many writes came too late and were refused. */
    long refused() {
        return count(Kind.WRITE, Outcome.REFUSED);
    }

    long count(Kind kind, Outcome outcome) {
        return steps.stream().filter(step -> step.is(kind, outcome)).count();
    }

    /** Until when the holder of an acquisition relied on its lock at least; it did not before it asked for it. */
    long heldUntil(Step acquired) {
        return Math.max(acquired.call(), heldUntil.getOrDefault(acquired.holder(), 0L));
    }

    @Override
    public String toString() {
        return grants() + " granted, " + takeOvers().size() + " taken over, " + losses() + " lost, "
                + count(Kind.WRITE, Outcome.ACCEPTED) + " written, " + refused() + " refused, "
                + count(Kind.ACQUIRE, Outcome.FAILED) + "+" + count(Kind.ACQUIRE, Outcome.UNKNOWN)
                + " acquires failed or unknown, " + count(Kind.WRITE, Outcome.FAILED) + " writes failed, "
                + count(Kind.ACQUIRE, Outcome.TIMED_OUT) + " timed out, "
                + count(Kind.ACQUIRE, Outcome.INTERRUPTED) + " interrupted";
    }
}
