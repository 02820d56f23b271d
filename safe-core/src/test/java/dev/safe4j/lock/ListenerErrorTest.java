package dev.safe4j.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A listener whose library does not fit, or a store that does not, keeps no lock that it is not asked about. */
@Timeout(60)
class ListenerErrorTest {

    /** As of a version of Micrometer that lacks a method. */
    private static final class Misfit implements LockListener {

        private final @Nullable String method;

        Misfit(@Nullable String method) {
            this.method = method;
        }

        private void hear(String heard) {
            if (heard.equals(method)) {
                throw new NoSuchMethodError(heard);
            }
        }

        @Override
        public Consumer<Outcome> onAttemptBegins(List<String> keys) {
            hear("attempt begins");
            return outcome -> hear("attempt ends");
        }

        @Override
        public Consumer<End> onRunBegins(List<String> keys) {
            hear("run begins");
            return end -> hear("run ends");
        }

        @Override
        public void onAttempt(String key, Outcome outcome, Duration waited) {
            hear("attempt");
        }

        @Override
        public void onReleased(String key, Duration held, boolean handedOver) {
            hear("released");
        }
    }

    private final FaultyStore store = new FaultyStore();
    private final FaultyStore another = new FaultyStore("another");
    private final Locks others = Locks.on(store);

    @AfterEach
    void close() {
        others.close();
    }

    @Test
    void a_listener_that_throws_an_error_keeps_no_lock_and_fails_nothing() {
        for (String method :
                List.of("attempt begins", "attempt", "attempt ends", "run begins", "run ends", "released")) {
            try (Locks locks = Locks.builder(store).listener(new Misfit(method)).build()) {
                assertThat(locks.<Integer, RuntimeException>withLock("a", held -> 1))
                        .as(method)
                        .isEqualTo(1);
                locks.acquireAll(List.of("a", "b")).close();
                assertThat(locks.held()).as(method).isEmpty();
                assertThat(locks.engine().size())
                        .as("keys that are known after " + method)
                        .isZero();
            }
            others.within(Duration.ZERO).acquireAll(List.of("a", "b")).close();
        }
    }

    @Test
    void an_error_of_one_store_at_the_end_keeps_no_lock_of_another_one() {
        try (Locks first = Locks.on(another);
                Locks last = Locks.on(store)) {
            HeldLocks all = new MultiLock()
                    .and(first, List.of("c"))
                    .and(last, List.of("a", "b"))
                    .acquire();
            store.releases.next(new FaultyStore.Fault() {
                @Override
                public <T> T around(Supplier<T> step) {
                    step.get();
                    throw new NoSuchMethodError("of a library of another version");
                }
            });
            assertThatThrownBy(all::close).isInstanceOf(NoSuchMethodError.class);
            assertThat(store.released).as("first").containsExactly("b", "a");
            assertThat(another.released).containsExactly("c");
        }
        others.within(Duration.ZERO).acquireAll(List.of("a", "b")).close();
    }
}
