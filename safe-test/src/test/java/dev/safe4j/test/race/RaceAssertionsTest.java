package dev.safe4j.test.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Every assertion in both directions, and what it prints. */
class RaceAssertionsTest {

    /** In round 1 one of two callers gets it; in round 2 both do. */
    private final RaceResult<Boolean> sells = Race.of(2, caller -> caller.number() == 0 || caller.round() == 2)
            .rounds(2)
            .run();

    /** In round 2 one fails. */
    private final RaceResult<Boolean> fails = Race.<Boolean>of(2, caller -> {
                if (caller.number() == 1 && caller.round() == 2) {
                    throw new IOException("the line is dead");
                }
                return true;
            })
            .rounds(2)
            .run();

    private final RaceResult<Boolean> sellsOnce =
            Race.of(3, caller -> caller.number() == 0).rounds(2).run();

    @Test
    void assert_succeeded() {
        assertThat(sellsOnce.assertSucceeded(1)).isSameAs(sellsOnce);
        assertThatThrownBy(() -> sellsOnce.assertSucceeded(2))
                .hasMessageStartingWith("round 1 of 2: 1 succeeded, expected 2; 2 of 2 rounds differ.");
        assertThatThrownBy(() -> sells.assertSucceeded(1))
                .isInstanceOf(RaceViolation.class)
                .hasMessageStartingWith("round 2 of 2: 2 succeeded, expected 1; 1 of 2 rounds differ.");
    }

    @Test
    void assert_refused() {
        assertThat(sellsOnce.assertRefused(2)).isSameAs(sellsOnce);
        assertThatThrownBy(() -> sellsOnce.assertRefused(1))
                .hasMessageStartingWith("round 1 of 2: 2 refused, expected 1; 2 of 2 rounds differ.");
        assertThatThrownBy(() -> sells.assertRefused(1))
                .hasMessageStartingWith("round 2 of 2: 0 refused, expected 1; 1 of 2 rounds differ.");
    }

    @Test
    void assert_refused_says_when_there_was_no_rule() {
        Race<Integer> race = Race.of(2, () -> 1);

        assertThatThrownBy(() -> race.run().assertRefused(1)).hasMessageContaining("no rule of its own");
        assertThatThrownBy(() -> race.refusal(each -> each == 2).run().assertRefused(1))
                .hasMessageNotContainingAny("no rule of its own");
        assertThatThrownBy(() -> race.refusedBy(IOException.class).run().assertRefused(1))
                .hasMessageNotContainingAny("no rule of its own");
    }

    @Test
    void assert_exactly_one_succeeded() {
        assertThat(sellsOnce.assertExactlyOneSucceeded()).isSameAs(sellsOnce);
        assertThatThrownBy(sells::assertExactlyOneSucceeded)
                .hasMessageStartingWith("round 2 of 2: 2 succeeded, expected 1; 1 of 2 rounds differ.");
    }

    @Test
    void assert_no_failures() {
        assertThat(sells.assertNoFailures()).isSameAs(sells);
        assertThatThrownBy(fails::assertNoFailures)
                .isInstanceOf(RaceViolation.class)
                .hasMessageStartingWith("round 2 of 2: 1 failed, expected 0; 1 of 2 rounds differ.");
    }

    @Test
    void assert_failed_only_with() {
        assertThat(fails.assertFailedOnlyWith(IllegalStateException.class, Exception.class))
                .isSameAs(fails);
        assertThat(sells.assertFailedOnlyWith(Error.class)).isSameAs(sells);
        assertThatThrownBy(() -> fails.assertFailedOnlyWith(RuntimeException.class, Error.class))
                .isInstanceOf(RaceViolation.class)
                .hasMessageStartingWith("round 2 of 2: caller-1 failed with java.io.IOException: the line is dead,"
                        + " expected only java.lang.RuntimeException, java.lang.Error.");
    }

    @Test
    void assert_overlapped() {
        CyclicBarrier meeting = new CyclicBarrier(3);
        RaceResult<Integer> met =
                Race.of(3, () -> meeting.await(10, TimeUnit.SECONDS)).run();
        RaceResult<Integer> alone = Race.of(1, () -> 1).rounds(3).run();

        assertThat(met.assertOverlapped()).isSameAs(met);
        assertThat(met.maxOverlap()).isEqualTo(3);
        assertThatThrownBy(alone::assertOverlapped)
                .isInstanceOfSatisfying(
                        RaceViolation.class,
                        violation -> assertThat(violation.round()).isEmpty())
                .hasMessageStartingWith("no two callers were in flight together.\n");
    }

    @Test
    void a_race_in_which_the_callers_came_one_by_one_says_so() {
        // Made by hand: no scheduler promises to keep two callers apart.
        RacePlan<Integer> plan = new RacePlan<Integer>().withCallers(2, "caller", caller -> 1);
        List<RaceOutcome<Integer>> outcomes = Race.of(2, () -> 1).run().outcomes();
        RaceResult<Integer> oneByOne = new RaceResult<>(plan, 1, outcomes, List.of(1));

        assertThat(oneByOne.toString()).contains("NOTE: no two callers were in flight together");
        assertThatThrownBy(oneByOne::assertOverlapped).hasMessageContaining("NOTE");
        assertThat(Race.of(1, () -> 1).run().toString()).doesNotContain("NOTE");
    }

    @Test
    void an_assertion_that_fails_prints_the_outcomes_and_keeps_one_exception_of_each_class() {
        RaceViolation violation = catchThrowableOfType(RaceViolation.class, fails::assertNoFailures);

        assertThat(violation.round()).hasValue(2);
        assertThat(violation.getSuppressed()).singleElement().isInstanceOf(IOException.class);
        assertThat(violation.getMessage().lines().limit(12))
                .containsExactly(
                        "round 2 of 2: 1 failed, expected 0; 1 of 2 rounds differ.",
                        "round 2:",
                        "succeeded       1",
                        "                1 x true",
                        "  refused       0",
                        "   failed       1",
                        "                1 x java.io.IOException: the line is dead",
                        "callers: 2, rounds: 2, most in flight together: " + fails.maxOverlap(),
                        "succeeded       3 (1 to 2 a round)",
                        "                3 x true",
                        "  refused       0",
                        "   failed       1 (0 to 1 a round)");
    }

    @Test
    void one_message_stands_for_all_exceptions_of_a_class() {
        RaceResult<Object> result = Race.of(3, caller -> {
                    throw new IOException("line " + caller.number());
                })
                .run();

        assertThat(result.toString())
                .contains("3 x java.io.IOException: line 0")
                .doesNotContain("line 1");
    }

    @Test
    void the_table_has_a_bound_in_both_directions() {
        String table =
                Race.of(30, caller -> caller.number() + "x".repeat(500)).run().toString();

        assertThat(table).contains("20 more different ones");
        assertThat(table.lines()).hasSizeLessThan(20).allMatch(line -> line.length() < 200);
    }

    @Test
    void a_value_whose_to_string_fails_hides_nothing() {
        Object value = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException();
            }
        };

        assertThat(Race.of(1, () -> value).run().toString())
                .contains("whose toString threw java.lang.IllegalStateException");
    }

    @Test
    void durations_are_printed_as_people_write_them() {
        assertThat(RaceTable.text(Duration.ofSeconds(30))).isEqualTo("30 s");
        assertThat(RaceTable.text(Duration.ofMillis(1_500))).isEqualTo("1500 ms");
        assertThat(RaceTable.text(Duration.ofNanos(20_000))).isEqualTo("20 µs");
    }
}
