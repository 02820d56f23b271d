package dev.safe4j.test.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.test.race.RaceOutcome.Kind;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a race finds, and how it counts. */
class RaceTest {

    private final AtomicInteger atomic = new AtomicInteger();
    private volatile int plain;

    /** Something that can be sold once; a second buyer is told no. */
    private boolean buy() {
        return atomic.compareAndSet(1, 0);
    }

    @Test
    void the_one_line_race() {
        atomic.set(1);

        Race.of(10, caller -> buy()).run().assertSucceeded(1).assertRefused(9);
    }

    @Test
    void a_lost_update_is_found_when_all_read_before_one_writes() {
        CyclicBarrier allHaveRead = new CyclicBarrier(4);
        Race<Integer> race = Race.of(4, caller -> {
                    int read = plain;
                    allHaveRead.await(10, TimeUnit.SECONDS);
                    plain = read + 1;
                    return read;
                })
                .given(() -> plain = 0)
                .always("no update is lost", () -> plain == 4);

        assertThatThrownBy(race::run)
                .isInstanceOf(RaceViolation.class)
                .hasMessageContaining("round 1 of 1: the invariant 'no update is lost' does not hold")
                .hasMessageContaining("4 x 0");
    }

    @Test
    void a_lost_update_is_found_by_thinking_between_the_read_and_the_write() {
        Race<Integer> race = Race.of(8, caller -> {
                    int read = plain;
                    caller.think();
                    plain = read + 1;
                    return read;
                })
                .given(() -> plain = 0)
                .rounds(100)
                .jitter(Duration.ofMillis(2))
                .always("no update is lost", () -> plain == 8);

        assertThatThrownBy(race::run).isInstanceOf(RaceViolation.class).hasMessageContaining("no update is lost");
    }

    @Test
    void an_atomic_counter_loses_nothing() {
        RaceResult<Integer> result = Race.of(8, atomic::incrementAndGet)
                .given(() -> atomic.set(0))
                .rounds(50)
                .always("no update is lost", () -> atomic.get() == 8)
                .run()
                .assertSucceeded(8)
                .assertNoFailures();

        assertThat(result.countsByValue()).hasSize(8).containsEntry(1, 50).containsEntry(8, 50);
        assertThat(result.rounds()).isEqualTo(50);
        assertThat(result.callers()).isEqualTo(8);
    }

    @Test
    void every_outcome_is_counted_as_what_it_is() {
        RaceResult<String> result = Race.<String>of(6, caller -> switch (caller.number()) {
                    case 0, 1 -> "sold";
                    case 2 -> "sold out";
                    case 3 -> throw new FileNotFoundException("no such sweet");
                    case 4 -> throw new StackOverflowError("too deep");
                    default -> throw new AssertionError("a body may assert");
                })
                .refusal("sold out"::equals)
                .refusedBy(IOException.class)
                .rounds(2)
                .run();

        assertThat(result.succeeded()).hasSize(4).allMatch(each -> "sold".equals(each.value()));
        assertThat(result.refused()).extracting(RaceOutcome::caller).containsExactly(2, 3, 2, 3);
        assertThat(result.failed()).extracting(RaceOutcome::caller).containsExactly(4, 5, 4, 5);
        assertThat(result.countsByValue()).containsExactlyInAnyOrderEntriesOf(Map.of("sold", 4, "sold out", 2));
        assertThat(result.countsByException())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(FileNotFoundException.class, 2, StackOverflowError.class, 2, AssertionError.class, 2));
        assertThat(result.outcomes()).hasSize(12);
    }

    @Test
    void an_outcome_says_who_when_and_how_long() {
        RaceResult<String> result = Race.<String>of(1, caller -> caller.name() + caller.number() + caller.round())
                .caller("auditor", caller -> caller.toString())
                .rounds(2)
                .run();

        assertThat(result.outcomes(2)).hasSize(2);
        RaceOutcome<String> outcome = result.outcomes(2).get(1);
        assertThat(outcome.name()).isEqualTo("auditor");
        assertThat(outcome.caller()).isEqualTo(1);
        assertThat(outcome.round()).isEqualTo(2);
        assertThat(outcome.kind()).isEqualTo(Kind.SUCCEEDED);
        assertThat(outcome.failure()).isNull();
        assertThat(outcome.value()).isEqualTo("auditor-1 in round 2");
        assertThat(outcome.latency()).isPositive();
        assertThat(result.outcomes(1).get(0).value()).isEqualTo("caller01");
        assertThat(result.latencies().max()).isGreaterThanOrEqualTo(outcome.latency());
        assertThatThrownBy(() -> result.outcomes(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("round must be between 1 and 2, and is 3.");
    }

    @Test
    void false_and_an_empty_optional_are_refusals_unless_the_race_has_a_rule() {
        Race<Object> race = Race.of(2, caller -> caller.number() == 0 ? false : Optional.empty());

        race.run().assertRefused(2);
        race.refusal(value -> Boolean.TRUE.equals(value)).run().assertSucceeded(2);
        Race.of(2, caller -> caller.number() == 0 ? null : Optional.of(1)).run().assertSucceeded(2);
    }

    @Test
    void callers_can_do_different_things() {
        RaceResult<Integer> result = Race.between(
                        "deposit", () -> atomic.addAndGet(5), "withdraw", () -> atomic.addAndGet(-5))
                .callers(2, "reader", caller -> atomic.get())
                .always("the money is all there", () -> atomic.get() == 0)
                .rounds(10)
                .run()
                .assertSucceeded(4);

        assertThat(result.outcomes(1))
                .extracting(RaceOutcome::name)
                .containsExactly("deposit", "withdraw", "reader", "reader");
        assertThat(result.toString()).contains("deposit: ", "withdraw: ", "reader: ");
    }

    @Test
    void what_returns_nothing_can_race_too() {
        Race.of(3, () -> {
                    atomic.incrementAndGet();
                })
                .run()
                .assertSucceeded(3);
        Race.between("left", this::nothing, "right", this::nothing).run().assertSucceeded(2);

        assertThat(atomic).hasValue(5);
    }

    private void nothing() {
        atomic.incrementAndGet();
    }

    @Test
    void an_option_leaves_the_race_as_it_was() {
        Race<Boolean> once = Race.of(2, this::buy);
        Race<Boolean> thrice = once.given(() -> atomic.set(1)).rounds(3);

        thrice.run().assertExactlyOneSucceeded();
        thrice.run().assertExactlyOneSucceeded();
        assertThat(once.run().rounds()).isEqualTo(1);
    }

    @Test
    void givens_run_in_order_before_each_round() {
        RaceResult<Integer> result = Race.of(1, () -> atomic.get())
                .given(() -> atomic.set(20))
                .given(() -> atomic.addAndGet(1))
                .rounds(2)
                .run();

        assertThat(result.countsByValue()).isEqualTo(Map.of(21, 2));
    }

    @Test
    void a_null_value_counts_like_any_other() {
        assertThat(Race.of(2, caller -> null).run().countsByValue()).hasSize(1).containsValue(2);
    }

    @Test
    void the_latencies_are_ranks_of_what_was_measured() {
        List<RaceOutcome<String>> outcomes = java.util.stream.IntStream.rangeClosed(1, 200)
                .mapToObj(each -> new RaceOutcome<String>(0, "caller", each, Kind.SUCCEEDED, "", null, millis(each)))
                .toList();

        assertThat(Latencies.of(outcomes)).isEqualTo(new Latencies(millis(1), millis(100), millis(198), millis(200)));
        assertThat(Latencies.of(outcomes))
                .hasToString("min 1.000 ms, median 100.000 ms, p99 198.000 ms, max 200.000 ms");
        assertThat(Latencies.of(List.of()).max()).isZero();
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
