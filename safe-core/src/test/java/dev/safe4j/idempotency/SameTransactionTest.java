package dev.safe4j.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.idempotency.IdempotencyListener.Ended;
import dev.safe4j.idempotency.IdempotencyListener.Found;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the same-transaction mode makes of the answers of its store; that those commit with the effects is the stores' to show. */
@Timeout(60)
class SameTransactionTest {

    private final MemoryIdempotencyStore memory = new MemoryIdempotencyStore();
    private final OneAtATimeStore transactions = new OneAtATimeStore(memory);
    private final HeardEvents heard = new HeardEvents();
    private final Idempotency idempotency = Idempotency.builder(memory)
            .transactional(transactions)
            .listener(heard)
            .build();
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void close() {
        idempotency.close();
    }

    private IdempotentOperation<Integer> checkout() {
        return idempotency.operation("checkout", Integer.class).key("a").sameTransaction();
    }

    @Test
    void of_many_duplicates_one_runs_and_the_others_are_answered_from_new_transactions() throws Exception {
        List<Execution<Integer>> all = AtOnce.run(
                50, i -> () -> checkout().within(Duration.ofSeconds(20)).tryRun(attempt -> runs.incrementAndGet()));
        assertThat(all)
                .filteredOn(each -> each.equals(new Execution.Ran<>(1, 1)))
                .hasSize(1);
        assertThat(all).filteredOn(each -> each instanceof Execution.Replayed).hasSize(49);
        assertThat(heard.count(Found.CLAIMED)).isEqualTo(1);
        assertThat(heard.count(Found.REPLAYED)).isEqualTo(49);
        assertThat(heard.ended).containsExactly(Ended.COMPLETED);
    }

    @Test
    void one_that_does_not_wait_is_told_that_it_is_in_progress() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        List<Execution<Integer>> both = AtOnce.run(
                2,
                i -> () -> i == 0
                        ? checkout().tryRun(attempt -> {
                            begun.countDown();
                            assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
                            return runs.incrementAndGet();
                        })
                        : inBetween(begun, end));
        assertThat(both.get(0)).isEqualTo(new Execution.Ran<>(1, 1));
        assertThat(both.get(1)).isInstanceOf(Execution.InProgress.class);
        assertThat(heard.count(Found.IN_PROGRESS)).isEqualTo(1);
    }

    private Execution<Integer> inBetween(CountDownLatch begun, CountDownLatch end) throws Exception {
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        try {
            return checkout().tryRun(attempt -> runs.incrementAndGet());
        } finally {
            end.countDown();
        }
    }

    @Test
    void work_that_fails_leaves_no_key_and_no_kept_failure() {
        assertThatThrownBy(() -> checkout()
                        .keeping(IllegalArgumentException.class, IllegalArgumentException::new)
                        .run(attempt -> {
                            throw new IllegalArgumentException("sold out");
                        }))
                .hasMessage("sold out");
        assertThat(checkout().tryRun(attempt -> runs.incrementAndGet())).isEqualTo(new Execution.Ran<>(1, 1));
    }

    @Test
    void a_unit_that_had_a_conflict_is_run_again_as_a_whole() {
        transactions.conflicts(2);
        assertThat(checkout().tryRun(attempt -> runs.incrementAndGet())).isEqualTo(new Execution.Ran<>(3, 1));
        assertThat(checkout().run(attempt -> runs.incrementAndGet())).isEqualTo(3);
        assertThat(heard.ended).containsExactly(Ended.COMPLETED);
    }

    @Test
    void another_request_under_the_key_is_refused() {
        assertThat(checkout().request("two").run(attempt -> 2)).isEqualTo(2);
        assertThat(checkout().request("ten").tryRun(attempt -> 10)).isInstanceOf(Execution.OtherRequest.class);
        assertThat(heard.found).containsExactly(Found.CLAIMED, Found.OTHER_REQUEST);
    }

    @Test
    void steps_and_loose_claims_are_refused_and_the_work_knows_its_keys() {
        List<String> keys = new ArrayList<>();
        checkout().run(attempt -> {
            attempt.ensureHeld();
            assertThat(attempt.isHeld()).isTrue();
            assertThat(attempt.whenLost().toCompletableFuture()).isNotDone();
            keys.add(attempt.idempotencyKey("charge"));
            assertThatThrownBy(() -> attempt.step("mail", () -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("same-transaction mode");
            assertThatThrownBy(() -> attempt.step("mail", String.class, () -> ""))
                    .isInstanceOf(IllegalStateException.class);
            return 1;
        });
        assertThat(keys).singleElement().isEqualTo(DerivedKey.of(new RequestId("", "checkout", "a"), "charge"));
        assertThatThrownBy(() -> checkout().claim())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot outlive its call");
    }

    @Test
    void work_that_takes_the_record_away_is_told() {
        transactions.losesRecords();
        assertThatThrownBy(() -> checkout().run(attempt -> runs.incrementAndGet()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("its record is gone");
        assertThat(heard.ended).isEmpty();
    }

    @Test
    void without_a_transactional_store_the_mode_is_refused_at_once() {
        try (Idempotency plain = Idempotency.on(memory)) {
            assertThatThrownBy(() -> plain.operation("checkout", Integer.class).sameTransaction())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Idempotency.builder(store).transactional");
        }
    }
}
