package dev.safe4j.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.counter.CounterStore.Change;
import dev.safe4j.idempotency.AtOnce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sequences in blocks; two of them over one store are two instances. */
@Timeout(60)
class SequenceTest {

    private final AtomicInteger fetched = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private final CounterStore store = new SteppedStore(this::beforeAdd);
    private Runnable before = () -> {};

    private void beforeAdd() {
        fetched.incrementAndGet();
        before.run();
    }

    private void waitInStore() {
        begun.countDown();
        try {
            assertThat(open.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupt) {
            throw new AssertionError(interrupt);
        }
    }

    @Test
    void numbers_begin_at_one_and_rise_by_one_while_one_instance_gives_them() {
        Sequence sequence = Sequence.inBlocks(store, 10);
        for (int i = 1; i <= 25; i++) {
            assertThat(sequence.next("order")).isEqualTo(i);
        }
        assertThat(fetched).as("steps of the store").hasValue(3);
        assertThat(sequence.next("bill")).isEqualTo(1);
    }

    @Test
    void instances_give_out_different_blocks_and_one_that_ends_leaves_a_gap() {
        Sequence here = Sequence.inBlocks(store, 10);
        Sequence there = Sequence.inBlocks(store, 5);
        assertThat(here.next("order")).isEqualTo(1);
        assertThat(there.next("order")).isEqualTo(11);
        assertThat(here.next("order")).isEqualTo(2);
        assertThat(Sequence.inBlocks(store, 1).next("order"))
                .as("after the blocks of both")
                .isEqualTo(16);
    }

    @Test
    void of_many_threads_of_many_instances_nobody_gets_a_number_twice_and_each_sees_them_rise() throws Exception {
        List<Sequence> instances =
                List.of(Sequence.inBlocks(store, 7), Sequence.inBlocks(store, 7), Sequence.inBlocks(store, 50));
        List<List<Long>> all = AtOnce.run(
                24,
                i -> () -> LongStream.range(0, 1_000)
                        .map(n -> instances.get(i % 3).next("order"))
                        .boxed()
                        .toList());
        all.forEach(each -> assertThat(each).isSortedAccordingTo(Comparator.naturalOrder()));
        assertThat(Set.copyOf(all.stream().flatMap(List::stream).toList())).hasSize(24_000);
        assertThat(fetched.get()).as("steps of the store").isBetween(2 * 1_143 + 160, 2 * 1_143 + 163);
    }

    @Test
    void one_thread_fetches_and_the_others_are_served_from_what_it_brought() throws Exception {
        before = this::waitInStore;
        Sequence sequence = Sequence.inBlocks(store, 100);
        List<FutureTask<Long>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(start(() -> sequence.next("order")));
        }
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        open.countDown();
        List<Long> numbers = new ArrayList<>();
        for (FutureTask<Long> each : all) {
            numbers.add(each.get(20, TimeUnit.SECONDS));
        }
        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 20).boxed().toList());
        assertThat(fetched).hasValue(1);
    }

    private static FutureTask<Long> start(java.util.concurrent.Callable<Long> work) {
        FutureTask<Long> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "caller");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    @Test
    void who_waits_too_long_for_the_block_that_another_fetches_is_told_so() throws Exception {
        before = this::waitInStore;
        Sequence sequence = Sequence.inBlocks(store, 100).within(Duration.ofMillis(50));
        FutureTask<Long> fetching = start(() -> sequence.next("order"));
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> sequence.next("order"))
                .isInstanceOf(SequenceUnavailableException.class)
                .hasMessageContaining("'order' had no number within 50 ms");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> sequence.next("order"))
                .isInstanceOf(SequenceUnavailableException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
        open.countDown();
        assertThat(fetching.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(sequence.next("order")).isEqualTo(2);
    }

    @Test
    void a_store_that_fails_fails_the_caller_who_fetches_and_the_next_one_tries_again() {
        Sequence sequence = Sequence.inBlocks(store, 10);
        before = () -> {
            throw new IllegalStateException("down");
        };
        assertThatThrownBy(() -> sequence.next("order")).hasMessage("down");
        assertThatThrownBy(() -> sequence.next("order")).hasMessage("down");
        before = () -> {};
        assertThat(sequence.next("order")).isEqualTo(1);
    }

    @Test
    void a_sequence_that_is_at_its_end_says_so() {
        store.add(new Change("order", CounterStore.SEQUENCE, Long.MAX_VALUE - 2, Long.MAX_VALUE));
        Sequence pairs = Sequence.inBlocks(store, 2);
        assertThat(pairs.next("order")).isEqualTo(Long.MAX_VALUE - 1);
        assertThat(pairs.next("order")).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> pairs.next("order")).isInstanceOf(CounterLimitException.class);
    }

    @Test
    void what_cannot_be_is_said_at_once() {
        Sequence sequence = Sequence.inBlocks(store, 10);
        for (String name : new String[] {null, "", " ", "a\nb", "x".repeat(201)}) {
            assertThatThrownBy(() -> sequence.next(name)).isInstanceOf(IllegalArgumentException.class);
        }
        for (int size : new int[] {0, -1, 1_000_001}) {
            assertThatThrownBy(() -> Sequence.inBlocks(store, size)).hasMessageContaining("not " + size);
        }
        for (Duration wait : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofSeconds(61))) {
            assertThatThrownBy(() -> Sequence.inBlocks(store, 1).within(wait))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** The store in memory, with something to do before each step that adds. */
    private static final class SteppedStore implements CounterStore {

        private final MemoryCounterStore store = new MemoryCounterStore();
        private final Runnable beforeAdd;

        SteppedStore(Runnable beforeAdd) {
            this.beforeAdd = beforeAdd;
        }

        @Override
        public String name() {
            return store.name();
        }

        @Override
        public Added add(Change change) {
            beforeAdd.run();
            return store.add(change);
        }

        @Override
        public long sum(String key, int first, int last) {
            return store.sum(key, first, last);
        }

        @Override
        public boolean remove(String key, int first, int last) {
            return store.remove(key, first, last);
        }

        @Override
        public Window take(Take take) {
            return store.take(take);
        }

        @Override
        public Window look(String key, Pace pace) {
            return store.look(key, pace);
        }

        @Override
        public int purge(int atMost) {
            return store.purge(atMost);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
