package dev.safe4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.LockTimeoutException;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import io.micrometer.observation.Observation;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The spans of locks: begun and ended on every path, one inside the other, and without their keys. */
@Timeout(60)
class LockObservationsTest {

    private final TestObservationRegistry registry = TestObservationRegistry.create();
    private final MemoryLockStore store = new MemoryLockStore();
    private final Locks locks = Locks.builder(store)
            .listener(new LockObservations(registry, "orders"))
            .build();

    @AfterEach
    void all_are_ended_and_none_has_a_key() {
        TestObservationRegistryAssert.assertThat(registry)
                .doesNotHaveAnyRemainingCurrentObservation()
                .forAllObservationsWithNameEqualTo("safe4j.lock.acquire", each -> each.hasOnlyKeys("store", "outcome"))
                .forAllObservationsWithNameEqualTo("safe4j.lock.run", each -> each.hasOnlyKeys("store"));
        locks.close();
    }

    @Test
    void a_guarded_run_is_one_and_its_acquisition_is_another() {
        locks.runWithLock("order:42", held -> {
            Observation here = registry.getCurrentObservation();
            assertThat(here).isNotNull();
            assertThat(here.getContext())
                    .isInstanceOfSatisfying(
                            LockObservations.KeysContext.class,
                            context -> assertThat(context.keys()).containsExactly("order:42"));
            locks.acquire("inner").close();
        });
        TestObservationRegistryAssert.assertThat(registry)
                .hasNumberOfObservationsWithNameEqualTo("safe4j.lock.acquire", 2)
                .hasNumberOfObservationsWithNameEqualTo("safe4j.lock.run", 1)
                .hasObservationWithNameEqualTo("safe4j.lock.run")
                .that()
                .hasBeenStopped()
                .hasLowCardinalityKeyValue("store", "orders")
                .doesNotHaveError();
    }

    @Test
    void an_attempt_says_its_outcome() {
        try (HeldLock held = locks.acquire("a")) {
            assertThat(locks.tryAcquire("a")).isEmpty();
            assertThatThrownBy(() -> locks.within(Duration.ofMillis(20)).acquire("a"))
                    .isInstanceOf(LockTimeoutException.class);
            locks.runWithLock("b", other -> held.ensureHeld());
        }
        List.of("acquired", "busy", "timed_out")
                .forEach(outcome -> TestObservationRegistryAssert.assertThat(registry)
                        .hasAnObservationWithAKeyValue("outcome", outcome));
    }

    @Test
    void several_locks_of_one_call_are_one_attempt_and_one_run() {
        locks.withLocks(List.of("b", "a"), held -> null);
        TestObservationRegistryAssert.assertThat(registry)
                .hasNumberOfObservationsWithNameEqualTo("safe4j.lock.acquire", 1)
                .hasNumberOfObservationsWithNameEqualTo("safe4j.lock.run", 1);
    }

    @Test
    void a_run_that_fails_is_ended_with_its_error() {
        IllegalStateException failure = new IllegalStateException("the work failed");
        assertThatThrownBy(() -> locks.runWithLock("a", held -> {
                    throw failure;
                }))
                .isSameAs(failure);
        TestObservationRegistryAssert.assertThat(registry)
                .hasObservationWithNameEqualTo("safe4j.lock.run")
                .that()
                .hasBeenStopped()
                .hasError(failure);
    }
}
