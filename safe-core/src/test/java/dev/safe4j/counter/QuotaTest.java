package dev.safe4j.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.counter.QuotaResult.Granted;
import dev.safe4j.counter.QuotaResult.Refused;
import dev.safe4j.idempotency.AtOnce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Quotas over the store in memory, whose clock is turned by hand. */
@Timeout(60)
class QuotaTest {

    private static final long SECOND = 1_000_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** At the start of a minute. */
    private final AtomicLong clock = new AtomicLong(1_700_000_040 * SECOND);

    private final MemoryCounterStore store = new MemoryCounterStore("turned", clock::get);
    private final Quota fixed = Quota.on(store).limit(5).per(MINUTE);
    private final Quota sliding = fixed.sliding();

    private void later(double seconds) {
        clock.addAndGet((long) (seconds * SECOND));
    }

    @Test
    void what_remains_and_when_it_is_whole_again_is_told() {
        later(20);
        assertThat(fixed.take("ann")).isEqualTo(new Granted(4, Duration.ofSeconds(40)));
        assertThat(fixed.take("ann", 3)).isEqualTo(new Granted(1, Duration.ofSeconds(40)));
        later(10);
        assertThat(fixed.take("ann", 2)).isEqualTo(new Refused(Duration.ofSeconds(30), 1, Duration.ofSeconds(30)));
        assertThat(fixed.take("ann")).isEqualTo(new Granted(0, Duration.ofSeconds(30)));
        assertThat(fixed.take("bob")).isEqualTo(new Granted(4, Duration.ofSeconds(30)));
        later(29.9);
        assertThat(fixed.take("ann").isGranted()).isFalse();
        later(0.1);
        assertThat(fixed.take("ann")).isEqualTo(new Granted(4, MINUTE));
    }

    @Test
    void a_fixed_window_lets_twice_the_limit_through_around_its_end_and_a_sliding_one_does_not() {
        later(59);
        assertThat(fixed.take("ann", 5).isGranted()).isTrue();
        assertThat(sliding.take("ann", 5).isGranted()).isTrue();
        later(1);
        assertThat(fixed.take("ann", 5).isGranted()).isTrue();
        assertThat(sliding.take("ann", 1).isGranted()).isFalse();
    }

    @Test
    void a_sliding_window_frees_what_was_taken_at_most_an_eighth_later() {
        assertThat(sliding.take("ann", 2)).isEqualTo(new Granted(3, Duration.ofMillis(67_500)));
        later(30);
        assertThat(sliding.take("ann", 3)).isEqualTo(new Granted(0, Duration.ofMillis(67_500)));
        assertThat(sliding.take("ann")).isEqualTo(new Refused(Duration.ofMillis(37_500), 0, Duration.ofMillis(67_500)));
        assertThat(sliding.take("ann", 3))
                .isEqualTo(new Refused(Duration.ofMillis(67_500), 0, Duration.ofMillis(67_500)));
        later(37.5);
        assertThat(sliding.take("ann", 2).isGranted()).isTrue();
    }

    @Test
    void no_window_of_its_length_ever_has_more_than_the_limit() {
        Random random = new Random(11);
        Quota quota = Quota.on(store).limit(7).per(Duration.ofMillis(100)).sliding();
        List<Long> grants = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            clock.addAndGet(random.nextInt(i % 50 == 0 ? 150_000 : 12_000));
            if (quota.take("ann").isGranted()) {
                grants.add(clock.get());
            } else {
                refused++;
            }
        }
        for (int i = 7; i < grants.size(); i++) {
            assertThat(grants.get(i) - grants.get(i - 7))
                    .as("from one to the eighth")
                    .isGreaterThan(100_000 - 1);
        }
        assertThat(grants).hasSizeGreaterThan(5_000);
        assertThat(refused).isGreaterThan(5_000);
    }

    @Test
    void a_take_is_granted_when_it_was_told_to_come_back_if_nobody_else_takes() {
        Random random = new Random(13);
        int told = 0;
        for (Quota quota : List.of(fixed, sliding)) {
            for (int i = 0; i < 2_000; i++) {
                clock.addAndGet(random.nextInt(20_000_000));
                long amount = 1 + random.nextInt(5);
                if (quota.take("ann", amount) instanceof Refused refused) {
                    clock.addAndGet(refused.retryAfter().toNanos() / 1_000 - 1);
                    assertThat(quota.take("ann", amount).isGranted()).isFalse();
                    clock.addAndGet(1);
                    assertThat(quota.take("ann", amount).isGranted()).isTrue();
                    told++;
                }
            }
        }
        assertThat(told).isGreaterThan(500);
    }

    @Test
    void a_clock_that_is_set_back_grants_no_more() {
        later(30);
        for (Quota quota : List.of(fixed, sliding)) {
            quota.take("ann", 4);
            later(-3_600);
            assertThat(quota.take("ann").isGranted()).isTrue();
            assertThat(quota.take("ann"))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.retryAfter()).isGreaterThan(Duration.ofHours(1)));
            later(3_600);
            assertThat(quota.take("ann").isGranted()).isFalse();
        }
    }

    @Test
    void looking_takes_nothing() {
        assertThat(fixed.look("ann")).isEqualTo(new Granted(5, Duration.ZERO));
        fixed.take("ann", 5);
        later(15);
        assertThat(fixed.look("ann"))
                .isEqualTo(new Refused(Duration.ofSeconds(45), 0, Duration.ofSeconds(45)))
                .isEqualTo(fixed.look("ann"));
        later(45);
        assertThat(fixed.look("ann")).isEqualTo(new Granted(5, Duration.ZERO));
    }

    @Test
    void a_limit_that_is_lowered_below_what_was_taken_refuses_until_that_is_over() {
        fixed.take("ann", 5);
        Quota lower = Quota.on(store).limit(2).per(MINUTE);
        assertThat(lower.take("ann")).isEqualTo(new Refused(MINUTE, 0, MINUTE));
        Quota higher = Quota.on(store).limit(7).per(MINUTE);
        assertThat(higher.take("ann", 2)).isEqualTo(new Granted(0, MINUTE));
    }

    @Test
    void each_length_of_window_counts_for_itself() {
        fixed.take("ann", 5);
        assertThat(Quota.on(store)
                        .limit(5)
                        .per(Duration.ofHours(1))
                        .take("ann", 5)
                        .isGranted())
                .isTrue();
        assertThat(sliding.take("ann", 5).isGranted()).isTrue();
        assertThat(Quota.on(store).limit(5).per(MINUTE).take("ann").isGranted()).isFalse();
    }

    @Test
    void many_at_once_get_no_more_than_the_limit() throws Exception {
        Quota quota = Quota.on(store).limit(100).per(MINUTE).sliding();
        List<Integer> granted = AtOnce.run(16, i -> () -> {
            int mine = 0;
            for (int n = 0; n < 50; n++) {
                mine += quota.take("ann").isGranted() ? 1 : 0;
            }
            return mine;
        });
        assertThat(granted.stream().mapToInt(Integer::intValue).sum()).isEqualTo(100);
    }

    @Test
    void a_refusal_throws_what_the_caller_makes_of_it() {
        fixed.take("ann", 5);
        assertThatThrownBy(() -> fixed.take("ann").orThrow(after -> new IllegalStateException("wait " + after)))
                .hasMessage("wait PT1M");
        assertThat(fixed.take("bob")
                        .orThrow(after -> new IllegalStateException())
                        .remaining())
                .isEqualTo(4);
    }

    @Test
    void quotas_of_which_nothing_counts_any_more_are_purged() {
        for (int i = 0; i < 10; i++) {
            fixed.take("early:" + i);
            sliding.take("early:" + i);
        }
        later(60);
        fixed.take("late");
        assertThat(store.purge(100)).as("the fixed ones").isEqualTo(10);
        later(7.5);
        assertThat(store.purge(4)).as("of the sliding ones").isEqualTo(4);
        assertThat(store.purge(100)).isEqualTo(6);
        assertThat(fixed.look("late").remaining()).isEqualTo(4);
    }

    @Test
    void what_cannot_be_is_said_at_once() {
        Quota.Unlimited begun = Quota.on(store);
        for (long limit : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, Quota.HIGHEST_LIMIT + 1}) {
            assertThatThrownBy(() -> begun.limit(limit)).hasMessageContaining("not " + limit);
        }
        for (Duration window : List.of(
                Duration.ZERO,
                Duration.ofMillis(-1),
                Duration.ofNanos(999_999),
                Duration.ofNanos(1_000_001),
                Duration.ofDays(366).plusNanos(1_000),
                Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatThrownBy(() -> begun.limit(1).per(window)).isInstanceOf(IllegalArgumentException.class);
        }
        for (long amount : new long[] {0, -1, 6, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> fixed.take("ann", amount)).hasMessageContaining("not " + amount);
        }
        for (String key : new String[] {null, "", " ", "a\tb", "x".repeat(201)}) {
            assertThatThrownBy(() -> fixed.take(key)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> fixed.look(key)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void the_shortest_and_the_longest_window_work() {
        for (Duration window : List.of(Quota.SHORTEST_WINDOW, Quota.LONGEST_WINDOW)) {
            Quota quota = Quota.on(store).limit(Quota.HIGHEST_LIMIT).per(window).sliding();
            assertThat(quota.take("ann", Quota.HIGHEST_LIMIT).isGranted()).isTrue();
            clock.addAndGet(window.toNanos() / 1_000 - 1);
            assertThat(quota.take("ann").isGranted()).isFalse();
            clock.addAndGet(window.toNanos() / 8_000 + 1);
            assertThat(quota.take("ann").isGranted()).isTrue();
        }
    }
}
