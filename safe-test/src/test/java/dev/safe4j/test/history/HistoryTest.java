package dev.safe4j.test.history;

import static dev.safe4j.test.history.LockModel.Answer.GRANTED;
import static dev.safe4j.test.history.LockModel.Answer.NOT_HELD;
import static dev.safe4j.test.history.LockModel.Answer.REFUSED;
import static dev.safe4j.test.history.LockModel.Answer.RELEASED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.test.history.LockModel.Answer;
import dev.safe4j.test.history.LockModel.Command;
import dev.safe4j.test.history.LockModel.Release;
import dev.safe4j.test.history.LockModel.TryAcquire;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final int BOUND_SECONDS = 30;

    private final History<Command, Answer> history = new History<>();

    @Test
    void a_call_is_recorded_with_its_answer_and_its_times() {
        long before = System.nanoTime();
        assertThat(history.call("a", "k", new TryAcquire("a"), () -> GRANTED)).isEqualTo(GRANTED);
        long after = System.nanoTime();
        assertThat(history.operations()).singleElement().satisfies(each -> {
            assertThat(each.client()).isEqualTo("a");
            assertThat(each.key()).isEqualTo("k");
            assertThat(each.input()).isEqualTo(new TryAcquire("a"));
            assertThat(each.output()).isEqualTo(GRANTED);
            assertThat(each.isAnswered()).isTrue();
            assertThat(List.of(before, each.call(), each.ret(), after)).isSorted();
        });
    }

    @Test
    void a_call_that_throws_has_no_reply() {
        assertThatThrownBy(() -> history.call("a", "k", new TryAcquire("a"), () -> {
                    throw new IOException("connection lost");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("connection lost");
        assertThat(history.operations()).singleElement().satisfies(each -> {
            assertThat(each.isAnswered()).isFalse();
            assertThat(each.ret()).isEqualTo(Operation.NEVER);
        });
    }

    @Test
    void a_call_that_proves_that_it_did_nothing_is_left_out() {
        History<Command, Answer> ruled = new History<>(thrown -> thrown instanceof ConnectException);
        assertThatThrownBy(() -> ruled.call("a", "k", new TryAcquire("a"), () -> {
                    throw new ConnectException("refused");
                }))
                .isInstanceOf(ConnectException.class);
        assertThat(ruled.operations()).isEmpty();
        assertThatThrownBy(() -> ruled.call("a", "k", new TryAcquire("a"), () -> {
                    throw new IOException("connection lost");
                }))
                .isInstanceOf(IOException.class);
        assertThat(ruled.operations()).hasSize(1);
    }

    @Test
    @SuppressWarnings("NullAway")
    void an_answer_of_null_is_refused_and_the_call_counts_as_made() {
        History<Command, Answer> ruled = new History<>(thrown -> true);
        assertThatThrownBy(() -> ruled.call("a", "k", new TryAcquire("a"), () -> null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining(
                        "an answer is never null: client 'a', TryAcquire[holder=a] was answered with null");
        assertThat(ruled.operations())
                .singleElement()
                .satisfies(each -> assertThat(each.isAnswered()).isFalse());
    }

    @Test
    @SuppressWarnings("NullAway")
    void without_a_key_nothing_is_called() {
        AtomicBoolean isCalled = new AtomicBoolean();
        assertThatThrownBy(() -> history.call("a", null, new TryAcquire("a"), () -> {
                    isCalled.set(true);
                    return GRANTED;
                }))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the key of an operation of client 'a' is null.");
        assertThat(isCalled).isFalse();
        assertThat(history.operations()).isEmpty();
    }

    @Test
    void a_call_that_still_runs_has_no_reply_yet() {
        history.call("a", "k", new TryAcquire("a"), () -> {
            assertThat(history.operations()).hasSize(1).noneMatch(Operation::isAnswered);
            return GRANTED;
        });
        assertThat(history.operations()).hasSize(1).allMatch(Operation::isAnswered);
    }

    @Test
    void what_was_recorded_elsewhere_can_be_added() {
        Operation<Command, Answer> early = Operation.unanswered("b", "k", new Release("b"), Long.MIN_VALUE);
        history.call("a", "k", new TryAcquire("a"), () -> GRANTED);
        history.add(early);
        assertThat(history.operations()).hasSize(2).startsWith(early);
    }

    @Test
    void a_lock_of_a_concurrent_map_is_linearizable() throws Exception {
        ConcurrentMap<String, String> holders = new ConcurrentHashMap<>();
        inParallel(4, client -> {
            for (int i = 0; i < 500; i++) {
                String key = "lock-" + i % 3;
                history.call(
                        client,
                        key,
                        new TryAcquire(client),
                        () -> holders.putIfAbsent(key, client) == null ? GRANTED : REFUSED);
                history.call(client, key, new Release(client), () -> holders.remove(key, client) ? RELEASED : NOT_HELD);
            }
            return client;
        });
        assertThat(LinearizabilityChecker.check(history, new LockModel()).orThrow())
                .isEqualTo(new Verdict.Linearizable(4_000, 3));
    }

    @Test
    void a_lock_that_checks_and_then_acts_is_reported() throws Exception {
        ConcurrentMap<String, String> holders = new ConcurrentHashMap<>();
        CyclicBarrier bothHaveChecked = new CyclicBarrier(2);
        inParallel(
                2,
                client -> history.call(client, "lock", new TryAcquire(client), () -> {
                    if (holders.containsKey("lock")) {
                        return REFUSED;
                    }
                    bothHaveChecked.await(BOUND_SECONDS, TimeUnit.SECONDS);
                    holders.put("lock", client);
                    return GRANTED;
                }));
        assertThatThrownBy(() ->
                        LinearizabilityChecker.check(history, new LockModel()).orThrow())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not linearizable: key 'lock'")
                .hasMessageContaining("client-0: TryAcquire[holder=client-0] -> GRANTED")
                .hasMessageContaining("client-1: TryAcquire[holder=client-1] -> GRANTED");
    }

    private interface Work {
        Object run(String client) throws Exception;
    }

    private static void inParallel(int clients, Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            CyclicBarrier start = new CyclicBarrier(clients);
            List<Callable<Object>> tasks = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                String client = "client-" + i;
                tasks.add(() -> {
                    start.await(BOUND_SECONDS, TimeUnit.SECONDS);
                    return work.run(client);
                });
            }
            for (Future<Object> each : threads.invokeAll(tasks, BOUND_SECONDS, TimeUnit.SECONDS)) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
