package dev.safe4j.once;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.idempotency.AtOnce;
import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.idempotency.IdempotencyStore.Wanted;
import dev.safe4j.idempotency.MemoryIdempotencyStore;
import dev.safe4j.idempotency.OneAtATimeStore;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.once.InboxResult.AlreadyDone;
import dev.safe4j.once.InboxResult.Done;
import dev.safe4j.once.InboxResult.InProgress;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events that are delivered more than once. */
@Timeout(60)
class InboxTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    private final MemoryIdempotencyStore store = new MemoryIdempotencyStore();
    private final Idempotency idempotency = Idempotency.on(store);
    private final LeaseInbox leased = Inbox.underLease(idempotency);
    private final OneAtATimeStore transactions = new OneAtATimeStore(store);
    private final Inbox inbox = Inbox.on(transactions);
    private final AtomicInteger handled = new AtomicInteger();

    @AfterEach
    void close() {
        idempotency.close();
    }

    @Test
    void of_many_deliveries_one_is_handled_and_the_others_are_told_so() throws Exception {
        List<InboxResult> all = AtOnce.run(
                20,
                i -> () -> inbox.within(Duration.ofSeconds(20)).process("payments", "evt-1", handled::incrementAndGet));
        assertThat(handled).hasValue(1);
        assertThat(all).filteredOn(new Done()::equals).hasSize(1);
        assertThat(all).filteredOn(each -> each instanceof AlreadyDone).hasSize(19);
    }

    @Test
    void an_event_that_somebody_handles_is_told_apart_from_one_that_is_done() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        List<InboxResult> both = AtOnce.run(2, i -> () -> {
            if (i == 0) {
                return inbox.process("payments", "evt-1", () -> {
                    begun.countDown();
                    assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
                });
            }
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            InboxResult result =
                    inbox.within(Duration.ofMillis(20)).process("payments", "evt-1", handled::incrementAndGet);
            end.countDown();
            return result;
        });
        assertThat(both.get(0)).isEqualTo(new Done());
        assertThat(both.get(1)).isInstanceOf(InProgress.class);
        assertThat(handled).hasValue(0);
    }

    @Test
    void a_handler_that_fails_leaves_the_event_as_if_it_had_never_come() {
        assertThatThrownBy(() -> inbox.process("payments", "evt-1", () -> {
                    throw new IOException("no");
                }))
                .isInstanceOf(IOException.class);
        assertThat(inbox.process("payments", "evt-1", handled::incrementAndGet)).isEqualTo(new Done());
        assertThat(handled).hasValue(1);
    }

    @Test
    void a_handler_whose_transaction_had_a_conflict_is_run_again() {
        transactions.conflicts(1);
        assertThat(inbox.process("payments", "evt-1", handled::incrementAndGet)).isEqualTo(new Done());
        assertThat(handled).as("the first one was rolled back").hasValue(2);
        assertThat(inbox.process("payments", "evt-1", handled::incrementAndGet)).isInstanceOf(AlreadyDone.class);
    }

    @Test
    void ids_of_different_sources_have_nothing_to_do_with_each_other() {
        assertThat(inbox.process("payments", "1", handled::incrementAndGet)).isEqualTo(new Done());
        assertThat(inbox.process("parcels", "1", handled::incrementAndGet)).isEqualTo(new Done());
        assertThat(leased.process("payments", "2", attempt -> handled.incrementAndGet()))
                .isEqualTo(new Done());
        assertThat(leased.process("parcels", "2", attempt -> handled.incrementAndGet()))
                .isEqualTo(new Done());
        assertThat(handled).hasValue(4);
    }

    @Test
    void ids_are_kept_for_the_window() {
        Duration minute = Duration.ofMinutes(1);
        assertThat(inbox.window(minute).process("payments", "1", handled::incrementAndGet))
                .isEqualTo(new Done());
        assertThat(idempotency.purge(10)).isZero();
        assertThat(inbox.process("payments", "1", handled::incrementAndGet)).isInstanceOf(AlreadyDone.class);
        assertThatThrownBy(() -> inbox.window(Duration.ofSeconds(59))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> inbox.within(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> inbox.within(Duration.ofMinutes(2))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> leased.window(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThat(leased.window(Duration.ofMillis(10)).process("payments", "2", attempt -> {}))
                .isEqualTo(new Done());
        AtOnce.until(() -> leased.process("payments", "2", attempt -> {}).equals(new Done()));
    }

    @Test
    void under_a_lease_one_delivery_is_handled_at_a_time() throws Exception {
        List<InboxResult> all =
                AtOnce.run(20, i -> () -> leased.process("payments", "evt-1", attempt -> handled.incrementAndGet()));
        assertThat(handled).hasValue(1);
        assertThat(all).filteredOn(new Done()::equals).hasSize(1);
        assertThat(all)
                .filteredOn(each -> each instanceof AlreadyDone || each instanceof InProgress)
                .hasSize(19);
    }

    @Test
    void under_a_lease_a_delivery_after_a_crash_or_a_failure_is_the_next_attempt() throws Exception {
        store.claim(new Wanted(
                new RequestId("payments", "safe4j.inbox", "evt-1"), "of a process that died", null, SHORT, true));
        assertThat(leased.process("payments", "evt-1", attempt -> handled.incrementAndGet()))
                .isInstanceOf(InProgress.class);
        AtOnce.until(() -> !(store.look(new RequestId("payments", "safe4j.inbox", "evt-1"))
                instanceof dev.safe4j.idempotency.IdempotencyStore.Running));
        assertThatThrownBy(() -> leased.process("payments", "evt-1", attempt -> {
                    assertThat(attempt.number()).isEqualTo(2);
                    throw new IOException("no");
                }))
                .isInstanceOf(IOException.class);
        assertThat(leased.<RuntimeException>process("payments", "evt-1", attempt -> {
                    assertThat(attempt.number()).isEqualTo(3);
                    handled.incrementAndGet();
                }))
                .isEqualTo(new Done());
        assertThat(handled).hasValue(1);
    }

    @Test
    void events_whose_ids_are_none_are_refused() {
        assertThatThrownBy(() -> inbox.process("payments", "", handled::incrementAndGet))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> inbox.process("", "evt-1", handled::incrementAndGet))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> leased.process("payments", "e".repeat(256), attempt -> {}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(handled).hasValue(0);
    }

    @Test
    void a_window_that_no_clock_counts_to_is_refused_before_anything_is_handled() {
        assertThatThrownBy(() -> inbox.window(ChronoUnit.FOREVER.getDuration()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a minute to a hundred years");
    }
}
