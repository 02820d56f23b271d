package dev.safe4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends a run: a lock that does not lock, and a fencing number that goes back. */
class LedgerTest {

    @Test
    void a_lock_that_does_not_lock_ends_the_round() {
        LockWay.Named none = new LockWay.Named("no lock", (key, body) -> {
            body.run(0);
            return true;
        });
        LockContest contest = contest(none);
        contest.reset(0);
        assertThatThrownBy(() -> {
                    Round.Outcome outcome = contest.play(0, Round.Length.lasting(Duration.ofSeconds(2)), 1);
                    contest.require(0, List.of(outcome));
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no lock");
    }

    @Test
    void a_fencing_number_that_goes_back_ends_the_round() {
        AtomicLong fence = new AtomicLong(1_000);
        LockWay.Named falling = new LockWay.Named("falling", (key, body) -> {
            synchronized (fence) {
                body.run(fence.getAndDecrement());
            }
            return true;
        });
        LockContest contest = contest(falling).over(List.of(falling), 1);
        contest.reset(0);
        assertThatThrownBy(() -> contest.play(0, Round.Length.calls(2), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("went back");
    }

    @Test
    void a_lock_that_is_refused_though_it_is_free_ends_the_round_if_it_is_ours() {
        LockWay never = (key, body) -> false;
        LockContest contest = new LockContest(
                List.of(new LockWay.Named("safe4j", never), new LockWay.Named("a peer", never)),
                new LockContest.Ground(LockContest.Kind.OWN, 8, () -> {}),
                8);
        contest.reset(0);
        Round.Outcome refused = contest.play(0, Round.Length.calls(3), 1);
        assertThatThrownBy(() -> contest.require(0, List.of(refused)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("refused 24 locks");
        contest.require(1, List.of(refused));
    }

    @Test
    void visits_in_a_file_are_seen_by_all_who_open_it(@TempDir Path folder) {
        Ledger one = Ledger.in(folder.resolve("ledger"), 1);
        Ledger other = Ledger.in(folder.resolve("ledger"), 1);
        assertThat(one.visit(1, 0, 5)).as("the first visit").isTrue();
        assertThat(other.visit(1, 0, 6)).as("by the same caller again").isFalse();
        assertThat(one.visit(1, 4, 7)).as("by another caller").isTrue();
        assertThat(other.visits()).isEqualTo(3);
        assertThatThrownBy(() -> other.visit(1, 0, 7)).hasMessageContaining("went back to 7");
    }

    private static LockContest contest(LockWay.Named way) {
        return new LockContest(List.of(way), new LockContest.Ground(LockContest.Kind.HOT, 1, () -> {}), 8);
    }
}
