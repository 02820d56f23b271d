package dev.safe4j.fanout;

import static dev.safe4j.idempotency.AtOnce.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.fanout.Outcome.Failure;
import dev.safe4j.fanout.Outcome.Kind;
import dev.safe4j.fanout.Outcome.NotStarted;
import dev.safe4j.fanout.Outcome.Success;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of the items: policies, bounds, weights, input as it is needed, and bad input. */
@Timeout(60)
class FanOutTest {

    private final Bodies bodies = new Bodies();

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    void every_item_has_its_outcome_in_the_order_of_the_input_and_never_more_run_than_allowed() {
        for (int round = 0; round < 200; round++) {
            Bodies of = new Bodies();
            CyclicBarrier four = new CyclicBarrier(4);
            Outcomes<Integer> outcomes =
                    FanOut.over(numbers(50)).concurrency(4).settle(item -> of.runMeeting(item, four));
            assertThat(outcomes.orThrow())
                    .isEqualTo(numbers(50).stream().map(each -> each * 10).toList());
            assertThat(of.most.get()).as("ran at a time").isEqualTo(4);
            assertThat(of.ran).hasSize(50);
            assertThat(outcomes.stillRunning()).isEmpty();
        }
    }

    @Test
    void calls_without_set_up_share_their_threads() {
        long before = threads();
        for (int call = 0; call < 50; call++) {
            assertThat(FanOut.over(numbers(3)).all(item -> item)).hasSize(3);
        }
        assertThat(threads() - before).as("threads more, of 150 bodies").isLessThan(75);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().startsWith("safe4j-fanout-"))
                .count();
    }

    @Test
    void settling_tells_failures_from_nulls_and_makes_one_error_of_all_if_asked() {
        Outcomes<@Nullable String> outcomes = FanOut.over(numbers(4)).settle(item -> {
            if (item % 2 == 1) {
                throw new IOException("no " + item);
            }
            return item == 0 ? null : "two";
        });
        assertThat(outcomes).hasSize(4);
        assertThat(outcomes.get(0)).isEqualTo(new Success<@Nullable String>(null));
        assertThat(outcomes.get(1))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.cause()).hasMessage("no 1"));
        assertThat(outcomes.values()).containsExactly(null, "two");
        assertThatThrownBy(outcomes::orThrow)
                .isInstanceOf(FanOutFailedException.class)
                .hasMessage(
                        "2 of 4 items did not succeed: 2 success, 2 failure, 0 timed out, 0 cancelled, 0 not started.")
                .hasCause(((Failure<?>) outcomes.get(1)).cause())
                .satisfies(failed -> assertThat(failed.getSuppressed())
                        .singleElement()
                        .satisfies(other -> assertThat(other).hasMessage("no 3")));
    }

    @Test
    void the_first_failure_cancels_the_rest_and_nothing_of_it_runs_later() {
        assertThatThrownBy(() -> FanOut.over(numbers(100)).concurrency(3).all(item -> {
                    if (item == 2) {
                        until(() -> bodies.now.get() == 2);
                        throw new IllegalStateException("no 2");
                    }
                    return item < 2 ? bodies.runUntilOpen(item) : bodies.run(item);
                }))
                .isInstanceOfSatisfying(FanOutFailedException.class, failed -> {
                    assertThat(failed).hasRootCauseMessage("no 2");
                    assertThat(failed.outcomes()).hasSize(100);
                    assertThat(failed.outcomes().subList(0, 3))
                            .extracting(Outcome::kind)
                            .containsExactly(Kind.CANCELLED, Kind.CANCELLED, Kind.FAILURE);
                    assertThat(failed.outcomes().subList(3, 100)).allMatch(NotStarted.class::isInstance);
                });
        assertThat(bodies.interrupted).hasValue(2);
        assertThat(bodies.ran).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void the_first_successes_are_enough_and_cancel_the_rest() {
        List<Integer> first = FanOut.over(numbers(10)).concurrency(4).first(2, item -> {
            if (item == 0) {
                throw new IllegalStateException("no 0");
            }
            return item < 3 ? item : bodies.runUntilOpen(item);
        });
        assertThat(first).containsExactly(1, 2);
        assertThatThrownBy(() -> FanOut.over(numbers(3)).first(3, item -> 1 / item))
                .isInstanceOf(FanOutFailedException.class)
                .hasMessageStartingWith("fewer than 3 of 3 items succeeded: 2 success, 1 failure")
                .hasCauseInstanceOf(ArithmeticException.class);
    }

    @Test
    void input_is_taken_as_it_is_needed() {
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        AtomicInteger ahead = new AtomicInteger();
        Iterable<Integer> source = () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return taken.get() < 1_000;
            }

            @Override
            public Integer next() {
                assertThat(Thread.currentThread().getName())
                        .as("the caller's thread")
                        .doesNotContain("safe4j");
                ahead.accumulateAndGet(taken.get() + 1 - ended.get(), Math::max);
                return taken.getAndIncrement();
            }
        };
        long sum = FanOut.over(source)
                .concurrency(4)
                .collect(
                        item -> {
                            ended.incrementAndGet();
                            return 1L;
                        },
                        Collectors.summingLong(outcome -> ((Success<Long>) outcome).value()));
        assertThat(sum).isEqualTo(1_000);
        assertThat(ahead.get()).isBetween(1, 8);
    }

    @Test
    void an_endless_source_is_left_when_there_are_enough() {
        List<Integer> first =
                FanOut.over(Stream.iterate(0, i -> i + 1)::iterator).first(5, item -> item);
        assertThat(first).hasSize(5);
    }

    @Test
    void a_source_that_throws_half_way_ends_the_batch_as_it_does() {
        AtomicInteger cleaned = new AtomicInteger();
        Stream<Integer> broken = Stream.iterate(0, i -> {
            if (i == 5) {
                throw new IllegalStateException("connection lost");
            }
            return i + 1;
        });
        AtomicInteger closed = new AtomicInteger();
        assertThatThrownBy(() -> FanOuts.builder()
                        .build()
                        .over(broken.onClose(closed::incrementAndGet))
                        .concurrency(2)
                        .cleanup(item -> cleaned.incrementAndGet())
                        .settle(item -> item))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("connection lost");
        assertThat(cleaned).hasValue(6);
        assertThat(closed).hasValue(1);
    }

    @Test
    void those_that_run_weigh_no_more_than_the_budget_and_none_is_passed_by() {
        AtomicLong weight = new AtomicLong();
        AtomicLong heaviest = new AtomicLong();
        Outcomes<Integer> outcomes = FanOut.over(numbers(200))
                .concurrency(8)
                .weighing(item -> item % 7, 10)
                .settle(item -> {
                    long now = weight.addAndGet(item % 7);
                    heaviest.accumulateAndGet(now, Math::max);
                    LockSupport.parkNanos(200_000); // so that others have the time to begin
                    weight.addAndGet(-(item % 7));
                    return item;
                });
        assertThat(outcomes.orThrow()).isEqualTo(numbers(200));
        assertThat(heaviest.get()).isBetween(6L, 10L);
    }

    @Test
    void an_item_that_cannot_be_weighed_or_is_too_heavy_fails_alone() {
        Outcomes<Integer> outcomes = FanOut.over(List.of(5, 11, -1, 7))
                .weighing(
                        item -> {
                            if (item == 7) {
                                throw new ArithmeticException("no scales");
                            }
                            return item;
                        },
                        10)
                .settle(item -> item);
        assertThat(outcomes)
                .extracting(Outcome::kind)
                .containsExactly(Kind.SUCCESS, Kind.FAILURE, Kind.FAILURE, Kind.FAILURE);
        assertThat(((Failure<?>) outcomes.get(1)).cause()).hasMessage("item 1 weighs 11, which is not from 0 to 10.");
    }

    @Test
    void outcomes_come_as_a_stream_while_others_still_run() {
        List<Integer> seen = new ArrayList<>();
        try (Stream<Outcome<Integer>> outcomes =
                FanOut.over(numbers(3)).concurrency(3).stream(item -> item == 1 ? 1 : bodies.runUntilOpen(item))) {
            outcomes.forEachOrdered(each -> {
                seen.add(((Success<Integer>) each).value());
                bodies.open();
            });
        }
        assertThat(seen).startsWith(1).containsExactlyInAnyOrder(1, 0, 20);
    }

    @Test
    void a_stream_that_is_closed_cancels_what_is_left() {
        AtomicInteger cleaned = new AtomicInteger();
        try (Stream<Outcome<Integer>> outcomes =
                FanOut.over(numbers(100)).concurrency(2).cleanup(item -> cleaned.incrementAndGet()).stream(
                        item -> item == 0 ? 0 : bodies.runUntilOpen(item))) {
            assertThat(outcomes.findFirst()).contains(new Success<>(0));
        }
        assertThat(bodies.now).hasValue(0);
        assertThat(bodies.ran.size()).isLessThan(4);
        assertThat(cleaned).hasValue(100);
    }

    @Test
    void nothing_to_do_is_done_at_once() {
        assertThat(FanOut.over(List.<Integer>of()).settle(bodies::run)).isEmpty();
        assertThat(FanOut.over(List.<Integer>of()).all(bodies::run)).isEmpty();
        assertThatThrownBy(() -> FanOut.over(List.<Integer>of()).first(1, bodies::run))
                .isInstanceOf(FanOutFailedException.class);
    }

    @Test
    void bad_input_is_refused() {
        FanOut<Integer> some = FanOut.over(numbers(3));
        for (int wrong : new int[] {0, -1}) {
            assertThatThrownBy(() -> some.concurrency(wrong)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> some.first(wrong, bodies::run)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> some.weighing(item -> 1, wrong)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> some.each(Duration.ofSeconds(wrong))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> some.deadline(Duration.ofSeconds(wrong)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> some.grace(Duration.ofSeconds(wrong)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
