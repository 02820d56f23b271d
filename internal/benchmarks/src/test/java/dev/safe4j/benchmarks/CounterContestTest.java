package dev.safe4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Ways to count that do not count. */
class CounterContestTest {

    private final AtomicLong total = new AtomicLong();

    private CounterContest contest(Subject.Purchase purchase) {
        CounterWay way = new CounterWay("a way", purchase, total::get);
        return new CounterContest(List.of(way), () -> total.set(0), 1, 2);
    }

    private void play(CounterContest contest) {
        contest.reset(0);
        contest.require(0, List.of(contest.play(0, Round.Length.calls(5), 1)));
    }

    @Test
    void what_was_counted_is_compared_with_what_was_answered() {
        play(contest((id, tally) -> total.incrementAndGet() > 0));
        assertThatThrownBy(() -> play(contest((id, tally) -> total.updateAndGet(now -> Math.min(9, now + 1)) > 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("did 10, and 9 are counted");
    }

    @Test
    void a_refusal_ends_the_round_as_nobody_comes_near_the_limit() {
        assertThatThrownBy(() -> play(contest((id, tally) -> total.get() < 3 && total.incrementAndGet() > 3)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was called 10 times");
    }
}
