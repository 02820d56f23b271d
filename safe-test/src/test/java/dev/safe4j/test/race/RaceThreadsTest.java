package dev.safe4j.test.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.test.race.Round.Flight;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The threads of a race, their start, their think times and how far they overlap. */
@Isolated // looks at all threads of the JVM
class RaceThreadsTest {

    private static Flight<String> flight(long start, long end) {
        return new Flight<>(start, end, "", null);
    }

    @Test
    void threads_are_named_daemons_and_new_in_every_round() {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        Race.of(2, caller -> seen.add(Thread.currentThread())).rounds(3).run();

        assertThat(seen).hasSize(6).allMatch(Thread::isDaemon);
        assertThat(seen).extracting(Thread::getName).containsOnly("race-caller-0", "race-caller-1");
        assertThat(seen).noneMatch(Thread::isAlive);
    }

    @Test
    void no_thread_is_left_when_the_next_round_begins() {
        Race.of(1, () -> 0)
                .callers(8, "gone", caller -> 1)
                .given(() -> assertThat(LeftOver.threadsNamed("race-gone-")).isEmpty())
                .always(
                        "no thread is left",
                        () -> LeftOver.threadsNamed("race-gone-").isEmpty())
                .rounds(20)
                .run();
    }

    @Test
    void the_context_class_loader_is_the_testing_threads() throws Exception {
        Thread tester = Thread.currentThread();
        ClassLoader before = tester.getContextClassLoader();
        try (URLClassLoader mine = new URLClassLoader(new URL[0], before)) {
            tester.setContextClassLoader(mine);
            Race.of(2, () -> Thread.currentThread().getContextClassLoader() == mine)
                    .run()
                    .assertSucceeded(2);
        } finally {
            tester.setContextClassLoader(before);
        }
    }

    @Test
    void all_threads_are_there_before_the_first_body_begins() {
        CyclicBarrier allHaveLooked = new CyclicBarrier(6);
        RaceResult<Integer> result = Race.<Integer>of(1, () -> 6)
                .callers(6, "there", caller -> {
                    int there = LeftOver.threadsNamed("race-there-").size();
                    allHaveLooked.await(10, TimeUnit.SECONDS);
                    return there;
                })
                .rounds(10)
                .run()
                .assertNoFailures()
                .assertOverlapped();

        assertThat(result.countsByValue()).isEqualTo(Map.of(6, 70));
        assertThat(result.maxOverlap()).isBetween(6, 7);
    }

    @Test
    void the_overlap_is_the_most_flights_at_one_moment() {
        assertThat(Round.overlap(List.of())).isZero();
        assertThat(Round.overlap(List.of(flight(5, 5)))).isEqualTo(1);
        assertThat(Round.overlap(List.of(flight(0, 10), flight(10, 20), flight(20, 30))))
                .isEqualTo(1);
        assertThat(Round.overlap(List.of(flight(20, 30), flight(0, 10), flight(9, 21))))
                .isEqualTo(2);
        assertThat(Round.overlap(List.of(flight(0, 9), flight(1, 8), flight(2, 7), flight(8, 9))))
                .isEqualTo(3);
        assertThat(Round.overlap(List.of(flight(3, 3), flight(3, 3)))).isEqualTo(1);
        assertThat(Round.overlap(List.of(
                        flight(Long.MAX_VALUE - 1, Long.MIN_VALUE + 5),
                        flight(Long.MIN_VALUE + 1, Long.MIN_VALUE + 3))))
                .isEqualTo(2);
    }

    private static List<Long> thinkTimes(int number, int round, long seed) {
        RaceCaller caller = new RaceCaller(number, "caller", round, 1_000_000, seed);
        return IntStream.range(0, 20).mapToObj(each -> caller.nextThink()).toList();
    }

    @Test
    void a_seed_repeats_the_think_times_and_each_caller_and_round_has_its_own() {
        List<Long> times = thinkTimes(1, 2, 42);

        assertThat(times).allMatch(time -> time >= 0 && time <= 1_000_000);
        assertThat(thinkTimes(1, 2, 42)).isEqualTo(times);
        assertThat(thinkTimes(2, 2, 42)).doesNotContainSequence(times.subList(0, 3));
        assertThat(thinkTimes(1, 3, 42)).doesNotContainSequence(times.subList(0, 3));
        assertThat(thinkTimes(1, 2, 43)).doesNotContainSequence(times.subList(0, 3));
    }

    private static String seedOf(RaceResult<?> result) {
        var seed = Pattern.compile("seed\\((-?\\d+)L\\)").matcher(result.toString());
        assertThat(seed.find()).isTrue();
        return seed.group(1);
    }

    @Test
    void the_seed_is_printed_drawn_anew_by_each_run_unless_pinned_and_not_without_think_times() {
        Race<Integer> race = Race.of(2, () -> 1);
        Race<Integer> thinking = race.jitter(Duration.ofNanos(1_000));

        assertThat(seedOf(thinking.run())).isNotEqualTo(seedOf(thinking.run()));
        assertThat(seedOf(thinking.seed(42).run())).isEqualTo("42");
        assertThat(thinking.run().toString()).contains("think times up to 1 µs, drawn with seed(");
        assertThat(race.run().toString()).doesNotContain("seed");
    }

    @Test
    void a_think_time_is_taken_before_the_body_and_where_the_body_thinks() {
        Duration longest = Duration.ofMillis(10);
        long drawn = 0;
        for (int round = 1; round <= 5; round++) {
            RaceCaller caller = new RaceCaller(0, "caller", round, longest.toNanos(), 42);
            drawn += caller.nextThink() + caller.nextThink();
        }
        Race<Integer> race = Race.<Integer>of(1, caller -> {
                    caller.think();
                    return 1;
                })
                .jitter(longest)
                .seed(42)
                .rounds(5);
        long start = System.nanoTime();
        race.run();

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(drawn);
    }

    @Test
    void the_latency_does_not_count_the_think_time_before_the_body() {
        RaceResult<Integer> result = Race.of(1, () -> 1)
                .jitter(Duration.ofMillis(40))
                .seed(42)
                .rounds(10)
                .run();

        assertThat(result.latencies().median()).isLessThan(Duration.ofMillis(5));
    }

    @Test
    void an_interrupt_ends_a_think_time() {
        RaceCaller caller =
                new RaceCaller(0, "caller", 1, Duration.ofSeconds(60).toNanos(), 42);
        Thread.currentThread().interrupt();
        long start = System.nanoTime();
        caller.think();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }
}
