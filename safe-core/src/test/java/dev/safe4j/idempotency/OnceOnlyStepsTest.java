package dev.safe4j.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.idempotency.FaultyIdempotencyStore.Step;
import dev.safe4j.lease.LeaseLostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Steps that are recorded, so that another attempt skips them. */
@Timeout(60)
class OnceOnlyStepsTest {

    private static final List<String> STEPS = List.of("charge", "mail", "parcel");

    private static final Duration SHORT = Duration.ofMillis(300);

    private final MemoryIdempotencyStore memory = new MemoryIdempotencyStore();
    private final FaultyIdempotencyStore store = new FaultyIdempotencyStore(memory);
    private final Idempotency here = Idempotency.on(store);
    private final Idempotency there = Idempotency.on(memory);
    private final Map<String, Integer> effects = new ConcurrentHashMap<>();

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static IdempotentOperation<String> checkout(Idempotency at) {
        return at.operation("checkout", String.class).key("a").lease(SHORT).within(Duration.ofSeconds(20));
    }

    private String effect(String step, ClaimedAttempt attempt) {
        effects.merge(step, 1, Integer::sum);
        return step + " by attempt " + attempt.number();
    }

    @Test
    void a_step_that_is_recorded_is_skipped_by_the_next_attempt_and_its_result_is_that_of_then() {
        assertThatThrownBy(() -> checkout(here).run(attempt -> {
                    assertThat(attempt.step("charge", String.class, () -> effect("charge", attempt)))
                            .isEqualTo("charge by attempt 1");
                    assertThat(attempt.step("charge", String.class, () -> effect("charge", attempt)))
                            .as("within one attempt too")
                            .isEqualTo("charge by attempt 1");
                    attempt.step("mail", () -> effect("mail", attempt));
                    attempt.step("nothing", String.class, () -> null);
                    throw new IllegalStateException("the printer is on fire");
                }))
                .hasMessage("the printer is on fire");
        assertThat(checkout(there).run(attempt -> {
                    attempt.step("mail", () -> effect("mail", attempt));
                    assertThat(attempt.step("nothing", String.class, () -> effect("nothing", attempt)))
                            .isNull();
                    return attempt.step("charge", String.class, () -> effect("charge", attempt));
                }))
                .isEqualTo("charge by attempt 1");
        assertThat(effects).isEqualTo(Map.of("charge", 1, "mail", 1));
    }

    /** Crashes before each step, behind the effect of each before it is recorded, and behind all of them. */
    @Tag("slow")
    @Test
    void after_a_crash_at_any_point_only_the_step_that_was_under_way_is_done_again() {
        for (int point = 0; point <= 2 * STEPS.size(); point++) {
            int crash = point;
            effects.clear();
            FaultyIdempotencyStore dying = new FaultyIdempotencyStore(memory);
            String key = "crash-" + point;
            try (Idempotency process = Idempotency.on(dying)) {
                assertThatThrownBy(() -> checkout(process).key(key).run(attempt -> work(attempt, dying, crash)))
                        .isInstanceOf(Crash.class);
            }
            assertThat(checkout(there).key(key).run(attempt -> work(attempt, dying, -1)))
                    .as("crash at point %d", point)
                    .isEqualTo(expectedResults(point));
            for (int i = 0; i < STEPS.size(); i++) {
                int times = point == 2 * i + 1 ? 2 : 1;
                assertThat(effects).as("crash at point %d", point).containsEntry(STEPS.get(i), times);
            }
        }
    }

    private String work(ClaimedAttempt attempt, FaultyIdempotencyStore dying, int crash) {
        List<String> results = new ArrayList<>();
        for (int i = 0; i < STEPS.size(); i++) {
            String step = STEPS.get(i);
            crashAt(2 * i, crash, dying);
            int behind = 2 * i + 1;
            results.add(attempt.step(step, String.class, () -> {
                String result = effect(step, attempt);
                crashAt(behind, crash, dying);
                return result;
            }));
        }
        crashAt(2 * STEPS.size(), crash, dying);
        return String.join(", ", results);
    }

    private static void crashAt(int point, int crash, FaultyIdempotencyStore dying) {
        if (point == crash) {
            dying.cut();
            throw new Crash();
        }
    }

    private static String expectedResults(int point) {
        List<String> results = new ArrayList<>();
        for (int i = 0; i < STEPS.size(); i++) {
            results.add(STEPS.get(i) + " by attempt " + (point >= 2 * i + 2 ? 1 : 2));
        }
        return String.join(", ", results);
    }

    @Test
    void a_step_that_fails_is_not_recorded() {
        assertThatThrownBy(() -> checkout(here)
                        .run(attempt -> attempt.step("charge", String.class, () -> {
                            throw new java.io.IOException("card declined");
                        })))
                .isInstanceOf(java.io.IOException.class);
        assertThat(checkout(there)
                        .run(attempt -> attempt.step("charge", String.class, () -> effect("charge", attempt))))
                .isEqualTo("charge by attempt 2");
    }

    @Test
    void a_former_owner_neither_begins_nor_records_a_step() {
        assertThatThrownBy(() -> checkout(here).renewedFor(Duration.ZERO).run(attempt -> {
                    AtOnce.until(() -> !attempt.isHeld());
                    return attempt.step("charge", String.class, () -> effect("charge", attempt));
                }))
                .isInstanceOf(LeaseLostException.class);
        assertThat(effects).isEmpty();
        AtomicReference<Claim> theirs = new AtomicReference<>();
        assertThatThrownBy(() -> checkout(here)
                        .key("b")
                        .renewedFor(Duration.ZERO)
                        .run(attempt -> attempt.step("charge", String.class, () -> {
                            theirs.set(checkout(there).key("b").claim());
                            return effect("charge", attempt);
                        })))
                .isInstanceOf(LeaseLostException.class);
        assertThat(theirs.get()).isInstanceOfSatisfying(OwnedClaim.class, claim -> {
            assertThat(memory.steps(claim.id())).isEmpty();
            claim.release();
        });
    }

    @Test
    void a_record_whose_answer_was_lost_is_sent_again() {
        store.next(Step.RECORD, FaultyIdempotencyStore.UNANSWERED, FaultyIdempotencyStore.UNREACHED);
        assertThat(checkout(here).run(attempt -> attempt.step("charge", String.class, () -> effect("charge", attempt))))
                .isEqualTo("charge by attempt 1");
        assertThat(store.calls(Step.RECORD)).isEqualTo(3);
        assertThat(effects).containsEntry("charge", 1);
        assertThat(store.calls(Step.STEPS))
                .as("a first attempt has nothing to read")
                .isZero();
    }

    @Test
    void steps_that_cannot_be_read_are_asked_for_again_and_none_is_run_blindly() {
        assertThatThrownBy(() -> checkout(there).run(attempt -> {
                    attempt.step("charge", () -> effect("charge", attempt));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        store.next(Step.STEPS, FaultyIdempotencyStore.UNREACHED, FaultyIdempotencyStore.BROKEN);
        assertThatThrownBy(() -> checkout(here).run(attempt -> {
                    attempt.step("charge", () -> effect("charge", attempt));
                    return "";
                }))
                .hasMessage("the store is broken");
        assertThat(checkout(here).run(attempt -> {
                    attempt.step("charge", () -> effect("charge", attempt));
                    return "attempt " + attempt.number();
                }))
                .isEqualTo("attempt 3");
        assertThat(effects).containsEntry("charge", 1);
    }

    @Test
    void what_cannot_be_recorded_is_told_before_the_step_is_run() {
        assertThatThrownBy(() -> checkout(here).run(attempt -> {
                    attempt.step("charge", Thread.class, () -> {
                        effect("charge", attempt);
                        return Thread.currentThread();
                    });
                    return "";
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Thread cannot be stored");
        assertThat(effects).isEmpty();
    }

    @Test
    void m08_a_result_of_a_step_too_large_to_be_kept_is_not_made_again() {
        try (Idempotency small = Idempotency.builder(store).largest(3).build()) {
            for (int i = 0; i < 2; i++) {
                int time = i;
                assertThatThrownBy(() -> checkout(small).run(attempt -> {
                            String result = attempt.step("charge", String.class, () -> effect("charge", attempt));
                            throw new IllegalArgumentException(time + " got " + result);
                        }))
                        .hasMessageContaining(
                                i == 0
                                        ? "0 got charge by attempt 1"
                                        : "step 'charge' of checkout 'a' was done, and its result was not kept: it has 19 bytes");
            }
        }
        assertThat(effects).containsEntry("charge", 1);
    }

    @Test
    void a_step_of_another_type_than_was_recorded_is_told_as_that() {
        assertThatThrownBy(() -> checkout(here).run(attempt -> {
                    attempt.step("charge", String.class, () -> effect("charge", attempt));
                    attempt.step("charge", Integer.class, () -> 1);
                    return "";
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("step 'charge' of checkout 'a' was done")
                .hasMessageContaining("stored as java.lang.String, and cannot be read as java.lang.Integer");
    }
}
