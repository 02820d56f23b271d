package dev.safe4j.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.counter.CounterStore.Change;
import dev.safe4j.idempotency.AtOnce;
import dev.safe4j.retry.FaultClass;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Counters over the store in memory; what a store has to do besides is in the contract of safe-test. */
@Timeout(60)
class CountersTest {

    private final MemoryCounterStore store = new MemoryCounterStore();
    private final Counters counters = Counters.on(store);

    @Test
    void a_counter_begins_at_zero_and_says_what_it_is_after_each_step() {
        assertThat(counters.get("visits")).isZero();
        assertThat(counters.add("visits", 3)).isEqualTo(3);
        assertThat(counters.add("visits", -5)).isEqualTo(-2);
        assertThat(counters.add("visits", 0)).isEqualTo(-2);
        assertThat(counters.get("visits")).isEqualTo(-2);
        assertThat(counters.get("others")).isZero();
    }

    @Test
    void a_forgotten_counter_is_zero_again() {
        counters.add("visits", 3);
        assertThat(counters.remove("visits")).isTrue();
        assertThat(counters.remove("visits")).isFalse();
        assertThat(counters.get("visits")).isZero();
    }

    @Test
    void a_rise_stops_at_the_highest_and_a_fall_at_the_lowest_value() {
        Counters seats = counters.atLeast(0).atMost(10);
        assertThat(seats.tryAdd("seats", 10)).isEqualTo(new AddResult.Added(10));
        assertThat(seats.tryAdd("seats", 1)).isEqualTo(new AddResult.Refused("seats", 1, 10, 10));
        assertThat(seats.tryAdd("seats", -10)).isEqualTo(new AddResult.Added(0));
        assertThat(seats.tryAdd("seats", -1)).isEqualTo(new AddResult.Refused("seats", -1, 0, 0));
        assertThat(seats.get("seats")).isZero();
    }

    @Test
    void a_value_beyond_a_bound_can_come_back_and_go_no_further() {
        counters.add("seats", 50);
        Counters fewer = counters.atMost(10).atLeast(0);
        assertThat(fewer.tryAdd("seats", 1)).isEqualTo(new AddResult.Refused("seats", 1, 50, 10));
        assertThat(fewer.tryAdd("seats", -1)).isEqualTo(new AddResult.Added(49));
        assertThat(fewer.tryAdd("seats", 0)).isEqualTo(new AddResult.Added(49));
        counters.add("debt", -50);
        assertThat(fewer.tryAdd("debt", 5)).isEqualTo(new AddResult.Added(-45));
        assertThat(fewer.tryAdd("debt", -5)).isEqualTo(new AddResult.Refused("debt", -5, -45, 0));
    }

    @Test
    void a_refusal_names_the_counter_its_value_the_amount_and_the_bound() {
        Counters seats = counters.atMost(10);
        seats.add("seats", 9);
        assertThatThrownBy(() -> seats.add("seats", 2))
                .isInstanceOfSatisfying(CounterLimitException.class, refused -> {
                    assertThat(refused.key()).isEqualTo("seats");
                    assertThat(refused.amount()).isEqualTo(2);
                    assertThat(refused.value()).isEqualTo(9);
                    assertThat(refused.bound()).isEqualTo(10);
                    assertThat(refused.faultClass()).isEqualTo(FaultClass.PERMANENT);
                })
                .hasMessage(
                        "counter 'seats' is 9, and adding 2 was refused: it may not be above 10. Nothing was added.");
        assertThatThrownBy(() -> seats.tryAdd("seats", 2).orThrow(() -> new IllegalStateException("sold out")))
                .hasMessage("sold out");
        assertThat(seats.tryAdd("seats", 1).orThrow()).isEqualTo(10);
    }

    @Test
    void what_would_overflow_is_refused() {
        counters.add("much", Long.MAX_VALUE);
        counters.add("little", Long.MIN_VALUE);
        assertThatThrownBy(() -> counters.add("much", 1))
                .isInstanceOf(CounterLimitException.class)
                .hasMessageContaining("is 9223372036854775807, and adding 1 was refused");
        assertThatThrownBy(() -> counters.add("little", -1)).isInstanceOf(CounterLimitException.class);
        assertThat(counters.add("much", Long.MIN_VALUE)).isEqualTo(-1);
        assertThat(counters.add("little", Long.MAX_VALUE)).isEqualTo(-1);
    }

    @Test
    void a_change_is_taken_exactly_by_the_values_that_it_does_not_bring_beyond_its_bound() {
        long[] samples = {
            Long.MIN_VALUE,
            Long.MIN_VALUE + 1,
            Long.MIN_VALUE / 2,
            -2,
            -1,
            0,
            1,
            2,
            Long.MAX_VALUE / 2,
            Long.MAX_VALUE - 1,
            Long.MAX_VALUE
        };
        int taken = 0;
        for (long value : samples) {
            for (long amount : samples) {
                for (long bound : samples) {
                    BigInteger sum = BigInteger.valueOf(value).add(BigInteger.valueOf(amount));
                    int against = sum.compareTo(BigInteger.valueOf(bound));
                    boolean allowed = amount == 0 || (amount > 0 ? against <= 0 : against >= 0);
                    assertThat(new Change("key", 0, amount, bound).isTakenBy(value))
                            .as("%s + %s up to %s", value, amount, bound)
                            .isEqualTo(allowed);
                    taken += allowed ? 1 : 0;
                }
            }
        }
        assertThat(taken).isBetween(100, samples.length * samples.length * samples.length - 100);
    }

    @Test
    void many_who_add_at_once_lose_nothing_and_each_sees_another_value() throws Exception {
        List<List<Long>> seen = AtOnce.run(16, i -> () -> {
            List<Long> mine = new ArrayList<>();
            IntStream.range(0, 1_000).forEach(n -> mine.add(counters.add("visits", 1)));
            return mine;
        });
        assertThat(counters.get("visits")).isEqualTo(16_000);
        assertThat(Set.copyOf(seen.stream().flatMap(List::stream).toList())).hasSize(16_000);
    }

    @Test
    void many_who_want_the_last_ones_get_as_many_as_there_are() throws Exception {
        Counters seats = counters.atMost(100);
        List<AddResult> all = AtOnce.run(40, i -> () -> {
            seats.tryAdd("seats", 2);
            seats.tryAdd("seats", 2);
            return seats.tryAdd("seats", 1);
        });
        assertThat(counters.get("seats")).isEqualTo(100);
        assertThat(all).anyMatch(each -> !each.isAdded());
    }

    @Test
    void a_striped_counter_adds_up_all_its_rows_those_of_before_too() throws Exception {
        StripedCounter many = counters.striped("likes", 64);
        AtOnce.run(8, i -> () -> {
            IntStream.range(0, 500).forEach(n -> many.add(1));
            return null;
        });
        StripedCounter few = counters.striped("likes", 2);
        few.add(-10);
        assertThat(few.sum()).isEqualTo(3_990);
        assertThat(many.sum()).isEqualTo(3_990);
        assertThat(store.sum("likes", 3, 64))
                .as("in the rows that are not added to any more")
                .isPositive();
    }

    @Test
    void threads_that_add_to_a_striped_counter_at_once_are_at_rows_of_their_own() throws Exception {
        int threads = 8;
        Set<Integer> slots = ConcurrentHashMap.newKeySet();
        CyclicBarrier all = new CyclicBarrier(threads);
        CounterStore meeting = (CounterStore) Proxy.newProxyInstance(
                CounterStore.class.getClassLoader(),
                new Class<?>[] {CounterStore.class},
                (proxy, method, arguments) -> {
                    if (arguments != null && arguments[0] instanceof Change change) {
                        slots.add(change.slot());
                        all.await(30, TimeUnit.SECONDS);
                    }
                    return method.invoke(store, arguments);
                });
        StripedCounter likes = Counters.on(meeting).striped("likes", threads);
        for (int round = 1; round <= 50; round++) {
            slots.clear();
            AtOnce.run(threads, i -> () -> {
                likes.add(1);
                return null;
            });
            assertThat(slots).hasSize(threads);
            assertThat(likes.sum()).isEqualTo(round * threads);
        }
    }

    @Test
    void a_striped_counter_a_plain_one_and_a_sequence_of_one_key_have_nothing_in_common() {
        counters.add("likes", 5);
        counters.striped("likes", 4).add(7);
        assertThat(Sequence.inBlocks(store, 10).next("likes")).isEqualTo(1);
        assertThat(counters.get("likes")).isEqualTo(5);
        assertThat(counters.striped("likes", 4).sum()).isEqualTo(7);
        assertThat(counters.remove("likes")).isTrue();
        assertThat(counters.striped("likes", 4).remove()).isTrue();
        assertThat(counters.striped("likes", 4).remove()).isFalse();
        assertThat(Sequence.inBlocks(store, 10).next("likes")).isEqualTo(11);
    }

    @Test
    void a_sum_that_is_too_large_is_an_error() {
        store.add(new Change("likes", 1, Long.MAX_VALUE, Long.MAX_VALUE));
        store.add(new Change("likes", 2, 1, Long.MAX_VALUE));
        assertThatThrownBy(() -> counters.striped("likes", 2).sum()).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void what_cannot_be_is_said_at_once() {
        for (String key : new String[] {null, "", "  ", "a\nb", "x".repeat(201)}) {
            assertThatThrownBy(() -> counters.add(key, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> counters.get(key)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> counters.remove(key)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> counters.striped(key, 2)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(counters.add("x".repeat(200), 1)).isEqualTo(1);
        assertThatThrownBy(() -> counters.atMost(5).atLeast(6)).hasMessageContaining("crossed");
        assertThatThrownBy(() -> counters.atLeast(5).atMost(4)).hasMessageContaining("crossed");
        assertThatThrownBy(() -> counters.striped("likes", 0)).hasMessageContaining("not 0");
        assertThatThrownBy(() -> counters.striped("likes", 10_001)).hasMessageContaining("not 10001");
        assertThatThrownBy(() -> counters.atMost(5).striped("likes", 2)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Counters.on(null)).isInstanceOf(NullPointerException.class);
    }
}
