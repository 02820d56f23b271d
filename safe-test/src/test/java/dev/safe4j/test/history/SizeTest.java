package dev.safe4j.test.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten thousand operations of eight clients at a time; the time-outs are for a machine that has other work to do. */
@Tag("slow")
class SizeTest {

    private static final int OPERATIONS = 10_000;
    private static final int CLIENTS = 8;
    private static final int KEYS = 100;
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final long SMALL_STACK = 256 * 1024;

    private final Random random = new Random(7);

    private <I, O> List<Operation<I, O>> simulate(Subject<I, O> subject, int lost) {
        return new Simulation<>(subject, random, "k", CLIENTS).run(OPERATIONS, lost);
    }

    private <I, O> List<Operation<I, O>> simulateAndSpoil(Subject<I, O> subject, int lost) {
        List<Operation<I, O>> operations = simulate(subject, lost);
        int late = operations.size() * 98 / 100;
        for (int i = late; i < late + 10; i++) {
            Simulation.spoil(operations, i, subject.anyAnswer(random));
        }
        return operations;
    }

    private static <I, O> void assertGood(List<Operation<I, O>> operations, Model<?, I, O> model, int keys) {
        Verdict verdict = assertTimeoutPreemptively(BOUND, () -> LinearizabilityChecker.check(operations, model));
        assertThat(verdict).isEqualTo(new Verdict.Linearizable(operations.size(), keys));
    }

    private static <I, O> void assertBad(List<Operation<I, O>> operations, Model<?, I, O> model) {
        Verdict verdict = assertTimeoutPreemptively(BOUND, () -> LinearizabilityChecker.check(operations, model));
        assertThat(verdict).isInstanceOf(Verdict.NotLinearizable.class);
    }

    private static List<Subject<?, ?>> subjects() {
        return List.of(
                new Subjects.Lock(),
                new Subjects.Lease(),
                new Subjects.Fence(30),
                new Subjects.Quota(100),
                new Subjects.Idempotency(0),
                new QueueSubject(2_000));
    }

    @Test
    void a_history_of_one_key_is_checked() {
        subjects().forEach(each -> assertOneGood(each, 0));
    }

    @Test
    void a_history_with_lost_replies_is_checked() {
        subjects().forEach(each -> assertOneGood(each, 1));
    }

    private <I, O> void assertOneGood(Subject<I, O> subject, int lost) {
        List<Operation<I, O>> operations = simulate(subject, lost);
        assertThat(operations.stream().allMatch(Operation::isAnswered)).isEqualTo(lost == 0);
        assertGood(operations, subject.model, 1);
    }

    @Test
    void a_fault_near_the_end_of_one_key_is_found() {
        subjects().forEach(this::assertOneBad);
    }

    private <I, O> void assertOneBad(Subject<I, O> subject) {
        assertBad(simulateAndSpoil(subject, 0), subject.model);
    }

    @Test
    void a_fault_among_lost_replies_is_found() {
        assertBad(simulateAndSpoil(new Subjects.Lock(), 1), new LockModel());
        assertBad(simulateAndSpoil(new Subjects.Lease(), 1), new LeaseModel());
        assertBad(simulateAndSpoil(new Subjects.Idempotency(0), 1), new IdempotencyModel());
    }

    /** More of them than an exact search can try: there is no order even if each could happen again and again. */
    @Test
    void a_fault_among_many_lost_replies_is_proved_otherwise() {
        List<Operation<LockModel.Command, LockModel.Answer>> operations = simulateAndSpoil(new Subjects.Lock(), 10);
        Verdict verdict = assertTimeoutPreemptively(
                BOUND, () -> LinearizabilityChecker.check(operations, new LockModel(), 2_000_000));
        assertThat(verdict).isInstanceOf(Verdict.NotLinearizable.class);
    }

    @Test
    void leases_that_may_all_have_ended_are_checked_with_lost_replies() {
        assertGood(ClockedLease.withEnds(simulate(new ClockedLease(), 10)), new LeaseModel(), 1);
        assertBad(ClockedLease.withEnds(simulateAndSpoil(new ClockedLease(), 0)), new LeaseModel());
    }

    @Test
    void a_history_of_a_hundred_keys_is_checked_and_a_fault_in_one_found() {
        List<Operation<LockModel.Command, LockModel.Answer>> operations = new ArrayList<>();
        for (int key = 0; key < KEYS; key++) {
            operations.addAll(new Simulation<>(new Subjects.Lock(), random, key, CLIENTS)
                    .run(OPERATIONS / KEYS, 10).stream()
                            .map(each -> ofClientOfKey(each))
                            .toList());
        }
        assertGood(operations, new LockModel(), KEYS);
        Operation<LockModel.Command, LockModel.Answer> one = operations.get(OPERATIONS / 2);
        Operation<LockModel.Command, LockModel.Answer> impossible = new Operation<>(
                "late", one.key(), new LockModel.TryAcquire("late"), LockModel.Answer.RELEASED, one.call(), one.call());
        operations.add(impossible);
        assertThat(LinearizabilityChecker.check(operations, new LockModel()))
                .isInstanceOfSatisfying(Verdict.NotLinearizable.class, violation -> {
                    assertThat(violation.key()).isEqualTo(one.key());
                    assertThat(violation.unplaced()).isEqualTo(impossible);
                });
    }

    private static <I, O> Operation<I, O> ofClientOfKey(Operation<I, O> each) {
        return new Operation<>(
                each.client() + "/" + each.key(), each.key(), each.input(), each.output(), each.call(), each.ret());
    }

    @Test
    void what_is_hopeless_ends_at_the_limit_and_never_passes() {
        List<Operation<QuotaModel.Command, QuotaModel.Answer>> operations =
                simulateAndSpoil(new Subjects.Quota(100), 50);
        Verdict verdict = assertTimeoutPreemptively(
                BOUND, () -> LinearizabilityChecker.check(operations, new QuotaModel(100), 3_000_000));
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Unknown.class, unknown -> {
            assertThat(unknown.limit()).isEqualTo(3_000_000);
            assertThat(operations.indexOf(unknown.furthest())).isGreaterThan(OPERATIONS / 2);
        });
    }

    @Test
    void a_deep_search_needs_no_deep_stack() throws ExecutionException, InterruptedException, TimeoutException {
        List<Operation<QuotaModel.Command, QuotaModel.Answer>> good = simulate(new Subjects.Quota(100), 2);
        List<Operation<QuotaModel.Command, QuotaModel.Answer>> bad = simulateAndSpoil(new Subjects.Quota(100), 0);
        FutureTask<List<Verdict>> checks = new FutureTask<>(() -> List.of(
                LinearizabilityChecker.check(good, new QuotaModel(100)),
                LinearizabilityChecker.check(bad, new QuotaModel(100))));
        Thread thread = new Thread(null, checks, "small stack", SMALL_STACK);
        thread.setDaemon(true);
        thread.start();
        List<Verdict> verdicts = checks.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        assertThat(verdicts.get(0)).isInstanceOf(Verdict.Linearizable.class);
        assertThat(verdicts.get(1)).isInstanceOf(Verdict.NotLinearizable.class);
    }
}
