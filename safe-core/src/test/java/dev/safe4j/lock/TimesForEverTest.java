package dev.safe4j.lock;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.background.Callbacks;
import dev.safe4j.flight.StampedeGuard;
import dev.safe4j.flight.StampedeGuardBuilder;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Times that no clock counts to are refused where they are set, and not when a lock is to be given back or an answer has been sent for. */
class TimesForEverTest {

    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(FOREVER.toString());
    }

    @Test
    void are_refused_where_they_are_set() {
        LocksBuilder locks = Locks.builder(new MemoryLockStore());
        refused(() -> locks.cohorts(1_000, FOREVER));
        StampedeGuardBuilder<String, String> guard = StampedeGuard.over(new ConcurrentHashMap<>());
        refused(() -> guard.freshFor(FOREVER));
        refused(() -> guard.staleFor(FOREVER));
        refused(() -> Callbacks.within(FOREVER, future -> {
            throw new AssertionError("it was begun");
        }));
    }
}
