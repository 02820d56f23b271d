package dev.safe4j.lock;

import static dev.safe4j.idempotency.AtOnce.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.lock.LockStore.Busy;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Release;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.lock.LockStore.Request;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is left in the memory of keys that nobody has any more. */
class MemoryLeftoversTest {

    private static final int KEYS = 50_000;

    private final MemoryLockStore store = new MemoryLockStore();

    private LockStore.Answer acquire(String key) {
        return store.acquire(List.of(new Request(key, "token", "owner", Duration.ofMinutes(1), 1, false)))
                .get(0);
    }

    private void hold(String key, Duration keepFor) {
        long fence = ((Granted) acquire(key)).firstFence();
        assertThat(store.release(List.of(new Release(key, "token", fence, keepFor))))
                .containsExactly(Released.FREED);
    }

    /** The one that asks is known of itself, until the next one does. */
    private boolean isForgotten() {
        hold("last", Duration.ZERO);
        return store.size() <= 1;
    }

    @Test
    void nothing_is_left_of_keys_that_are_given_back_within_the_microsecond() {
        for (int i = 0; i < KEYS; i++) {
            hold("key:" + i, Duration.ZERO);
        }
        until(this::isForgotten);
    }

    @Tag("slow")
    @Test
    void nothing_is_left_of_keys_that_were_kept_for_a_while() {
        Duration whole = Duration.ofSeconds(2);
        for (int i = 0; i < 1_000; i++) {
            hold("key:" + i, whole);
        }
        assertThat(acquire("key:0")).isInstanceOf(Busy.class);
        assertThat(store.size()).isEqualTo(1_000);
        until(this::isForgotten);
    }

    @Test
    void one_that_has_been_acquired_again_stays() {
        hold("key", Duration.ofMillis(1));
        until(() -> acquire("key") instanceof Granted);
        hold("other", Duration.ZERO);
        until(this::isForgottenButOne);
        assertThat(acquire("key")).isInstanceOf(Busy.class);
    }

    private boolean isForgottenButOne() {
        hold("last", Duration.ZERO);
        return store.size() <= 2;
    }
}
