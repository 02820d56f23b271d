package dev.safe4j.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.lease.LeaseLostException;
import dev.safe4j.lock.TransactionBoundary.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a lock that was acquired inside a transaction, by how that ends. */
@Timeout(60)
class TransactionEndTest {

    private static final Duration LEASE = Duration.ofMillis(400);

    private final FaultyStore store = new FaultyStore();
    private final OneTransaction transaction = new OneTransaction();
    private final Locks inside =
            Locks.builder(store).transactions(transaction).build().lease(LEASE);
    private final Locks others = Locks.on(store);
    private final Waiting callers = new Waiting();

    /** One transaction, of the thread that made it, which ends as it is told to. */
    private static final class OneTransaction implements TransactionBoundary {

        private final Thread thread = Thread.currentThread();
        private final List<Participant> participants = new ArrayList<>();
        private boolean ended;

        @Override
        public boolean isInside() {
            return !ended && Thread.currentThread() == thread;
        }

        @Override
        public void join(HeldLock lock, Participant participant) {
            participants.add(participant);
        }

        void end(End how) {
            ended = true;
            participants.forEach(each -> each.afterEnd(how));
        }
    }

    @AfterEach
    void nothing_is_left() {
        callers.close();
        assertThat(inside.held()).isEmpty();
        inside.close();
        others.close();
    }

    @Test
    void a_known_end_releases_the_lock_and_nothing_does_before() throws Exception {
        HeldLock lock = inside.acquire("a");
        Waiting.Caller<Long> next = callers.parked(() -> others.withLock("a", HeldLock::fence));
        lock.close();
        assertThat(lock.isHeld()).as("closed inside").isTrue();
        try (HeldLock again = inside.acquire("a")) {
            assertThat(again.fence()).as("the same transaction shares it").isEqualTo(lock.fence());
        }
        Waiting.until(() -> store.renewals.done.get() > 2); // longer than its lease
        assertThat(next.result()).isNotDone();
        transaction.participants.forEach(TransactionBoundary.Participant::beforeCommit);
        transaction.end(End.KNOWN);
        assertThat(next.get()).isGreaterThan(lock.fence());
        assertThat(store.releases.calls.get()).isPositive();
        assertThat(lock.isHeld()).isFalse();
    }

    @Test
    void an_unknown_end_leaves_the_lock_to_the_end_of_its_lease() throws Exception {
        HeldLock lock = inside.acquire("a");
        Waiting.Caller<Long> elsewhere = callers.parked(() -> others.withLock("a", HeldLock::fence));
        Waiting.Caller<Long> here = callers.parked(() -> inside.withLock("a", HeldLock::fence));
        int renewed = store.renewals.calls.get();
        transaction.end(End.UNKNOWN);
        assertThat(lock.isHeld()).isFalse();
        assertThat(store.released).as("the store is not told").isEmpty();
        assertThat(others.tryAcquire("a")).as("until the lease ends").isEmpty();
        assertThat(elsewhere.get()).isGreaterThan(lock.fence());
        assertThat(here.get()).as("nobody hangs, and nothing is handed over").isGreaterThan(lock.fence() + 1);
        assertThat(store.renewals.calls.get() - renewed)
                .as("renewals after the end, but for one under way")
                .isLessThanOrEqualTo(1);
        assertThat(lock.whenLost().toCompletableFuture())
                .as("it was given up, not lost")
                .isNotDone();
        lock.close();
    }

    @Test
    void a_lock_that_was_lost_refuses_the_commit() {
        HeldLock lock = inside.withoutRenewal().acquire("a");
        Waiting.until(() -> !lock.isHeld());
        assertThat(transaction.participants)
                .singleElement()
                .satisfies(each -> assertThatThrownBy(each::beforeCommit).isInstanceOf(LeaseLostException.class));
        transaction.end(End.KNOWN);
        assertThatThrownBy(lock::close).isInstanceOf(LeaseLostException.class);
        others.acquire("a").close();
    }

    @Test
    void of_several_that_are_not_all_free_none_is_kept_for_the_transaction() {
        try (HeldLock busy = others.acquire("b")) {
            assertThat(new MultiLock().and(inside, List.of("a", "b")).tryAcquire())
                    .isEmpty();
            others.within(Duration.ZERO).acquire("a").close();
            assertThat(busy.isHeld()).isTrue();
        }
        HeldLocks both =
                new MultiLock().and(inside, List.of("a", "b")).tryAcquire().orElseThrow();
        both.close();
        assertThat(inside.held()).as("these are").hasSize(2);
        transaction.end(End.KNOWN);
    }
}
