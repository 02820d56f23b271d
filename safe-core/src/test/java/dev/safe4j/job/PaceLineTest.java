package dev.safe4j.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceLineTest {

    private static final long START = 1_000_000_000;
    private static final long INTERVAL = 100_000;

    private final Pace pace = new Pace(3, Duration.ofMillis(300));
    private PaceLine line = new PaceLine(pace, 0, 0, START);

    private void at(long now) {
        line = new PaceLine(pace, line.lastSlot(), line.lastBegun(), now);
    }

    private List<Long> next(int jobs, boolean hasSlot) {
        return IntStream.range(0, jobs).mapToObj(each -> line.next(hasSlot)).toList();
    }

    @Test
    void a_burst_begins_and_the_others_wait_one_interval_each() {
        assertThat(next(5, false))
                .containsExactly(START - 2 * INTERVAL, START - INTERVAL, START, START + INTERVAL, START + 2 * INTERVAL);
    }

    @Test
    void slots_that_are_seen_late_begin_as_long_as_a_time_of_the_pace_has_not_passed() {
        next(100, false);
        for (int slot = 1; slot <= 90; slot += 3) {
            long seen = START + (slot + 2) * INTERVAL + slot; // three at a look
            at(seen);
            assertThat(next(3, true)).containsOnly(seen);
        }
    }

    @Test
    void slots_that_have_passed_while_nobody_looked_begin_in_a_burst_and_the_others_go_to_the_end_of_the_line() {
        next(100, false);
        long end = line.lastSlot();
        long after = START + 50 * INTERVAL;
        at(after);
        assertThat(next(5, true)).containsExactly(after, after, after, end + INTERVAL, end + 2 * INTERVAL);
    }

    @Test
    void who_is_slower_than_the_pace_is_not_held_by_it() {
        next(100, false);
        for (int i = 1; i <= 20; i++) {
            long seen = START + i * 10 * INTERVAL;
            at(seen);
            assertThat(next(2, true)).containsOnly(seen);
        }
    }
}
