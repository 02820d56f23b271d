package dev.safe4j.test.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The checker against the definition, on small histories: the verdicts are the same, and so is where it begins to be wrong. */
@Tag("slow")
class CrossCheckTest {

    private static final int HISTORIES = 1_500;
    private static final int MOST_OPERATIONS = 6;

    private final Random random = new Random(20261122);
    private int good;
    private int bad;
    private int unanswered;
    private int unknown;
    private int disproved;

    @Test
    void of_a_lock() {
        check(Subjects.Lock::new);
    }

    @Test
    void of_a_lease() {
        check(Subjects.Lease::new);
    }

    @Test
    void of_a_fence() {
        check(() -> new Subjects.Fence(50));
    }

    @Test
    void of_a_quota() {
        check(() -> new Subjects.Quota(3));
    }

    @Test
    void of_an_idempotency_store() {
        check(() -> new Subjects.Idempotency(30));
    }

    @Test
    void of_a_job_queue() {
        check(() -> new QueueSubject(2));
    }

    private <I, O> void check(Supplier<Subject<I, O>> subjects) {
        for (int i = 0; i < HISTORIES; i++) {
            Subject<I, O> subject = subjects.get();
            int lost = random.nextBoolean() ? 0 : 300;
            int calls = 2 + random.nextInt(MOST_OPERATIONS - 1);
            List<Operation<I, O>> operations =
                    new ArrayList<>(new Simulation<>(subject, random, "k", 3).run(calls, lost));
            boolean isSpoilt = random.nextInt(4) != 0;
            if (isSpoilt) {
                Simulation.spoil(operations, random.nextInt(operations.size()), subject.anyAnswer(random));
            }
            compare(operations, subject.model, isSpoilt);
        }
        assertThat(good).isGreaterThan(HISTORIES / 4);
        assertThat(bad).isGreaterThan(HISTORIES / 8);
        assertThat(unanswered).isGreaterThan(HISTORIES / 4);
        assertThat(unknown).isGreaterThan(HISTORIES / 100);
        assertThat(disproved).isGreaterThan(HISTORIES / 8);
    }

    private <S, I, O> void compare(List<Operation<I, O>> operations, Model<S, I, O> model, boolean isSpoilt) {
        boolean expected = BruteForce.isLinearizable(operations, model);
        Verdict verdict = LinearizabilityChecker.check(operations, model);
        assertThat(verdict.isLinearizable()).as("%s%n%s", operations, verdict).isEqualTo(expected);
        assertThat(expected || isSpoilt).as("%s was simulated", operations).isTrue();
        if (verdict instanceof Verdict.NotLinearizable violation) {
            bad++;
            assertThatItBeginsThere(operations, model, violation);
        } else {
            good++;
        }
        compareShortSearches(operations, model, expected);
        unanswered += operations.stream().allMatch(Operation::isAnswered) ? 0 : 1;
    }

    /** A limit, or a search that is not exact, may leave the question open, and never answers it wrong. */
    private <S, I, O> void compareShortSearches(
            List<Operation<I, O>> operations, Model<S, I, O> model, boolean expected) {
        Verdict verdict = LinearizabilityChecker.check(operations, model, 1 + random.nextInt(40));
        unknown += verdict instanceof Verdict.Unknown ? 1 : 0;
        if (!(verdict instanceof Verdict.Unknown)) {
            assertThat(verdict.isLinearizable()).as("%s", operations).isEqualTo(expected);
        }
        Timeline<S, I, O> timeline = new Timeline<>(model, operations);
        Search.End generous =
                new Search<>(timeline, Search.Way.GENEROUS, timeline.size(), MOST_OPERATIONS).run(Long.MAX_VALUE);
        disproved += generous == Search.End.NO_ORDER ? 1 : 0;
        if (expected) {
            assertThat(generous).as("%s", operations).isEqualTo(Search.End.ORDER_FOUND);
        }
    }

    private static <S, I, O> void assertThatItBeginsThere(
            List<Operation<I, O>> operations, Model<S, I, O> model, Verdict.NotLinearizable violation) {
        List<Operation<I, O>> returned = operations.stream()
                .filter(Operation::isAnswered)
                .sorted(Comparator.<Operation<I, O>>comparingLong(Operation::ret)
                        .thenComparingLong(Operation::call))
                .toList();
        Operation<?, ?> unplaced = violation.unplaced();
        List<Operation<I, O>> begun = operations.stream()
                .filter(each -> each.call() <= unplaced.ret())
                .toList();
        List<Operation<I, O>> before = returned.subList(0, returned.indexOf(unplaced));
        assertThat(BruteForce.isLinearizable(begun, model, before::contains))
                .as("before %s", violation)
                .isTrue();
        List<Operation<I, O>> with = returned.subList(0, returned.indexOf(unplaced) + 1);
        assertThat(BruteForce.isLinearizable(begun, model, with::contains))
                .as("with %s", violation)
                .isFalse();
        assertThat(violation.window()).contains(unplaced);
        assertThat(violation.window().size() + violation.earlier()).isEqualTo(begun.size());
        assertThat(violation.states()).isNotEmpty();
    }
}
