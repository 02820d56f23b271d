package dev.safe4j.flight;

import static dev.safe4j.idempotency.AtOnce.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.flight.Callers.Caller;
import dev.safe4j.flight.Callers.Gate;
import dev.safe4j.idempotency.AtOnce;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Values that are made once, at their first use, and closed once. */
@Timeout(60)
class LazyTest {

    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    /** A client that must be made once and closed once. */
    private final class Client implements AutoCloseable {

        final int number = made.incrementAndGet();
        private final AtomicInteger closings = new AtomicInteger();

        @Override
        public void close() {
            assertThat(closings.incrementAndGet()).isEqualTo(1);
            closed.incrementAndGet();
        }
    }

    @Test
    void of_all_who_come_at_once_one_makes_the_value_and_all_get_it() throws Exception {
        for (int round = 0; round < 300; round++) {
            made.set(0);
            try (Lazy<Client> client = Lazy.of(Client::new)) {
                List<Client> got = AtOnce.run(8, i -> client::get);
                assertThat(got).allMatch(each -> each == client.get());
                assertThat(made).hasValue(1);
                assertThat(client.isMade()).isTrue();
            }
        }
        assertThat(closed).hasValue(300);
    }

    @Test
    void nothing_is_made_or_closed_that_nobody_asked_for() {
        Lazy<Client> client = Lazy.of(Client::new);
        assertThat(client.isMade()).isFalse();
        client.close();
        client.close();
        assertThat(made).hasValue(0);
        assertThatThrownBy(client::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed before");
    }

    @Test
    void a_failure_is_not_kept() {
        AtomicInteger attempts = new AtomicInteger();
        try (Lazy<Client> client = Lazy.of(() -> {
            if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("no connection yet");
            }
            return new Client();
        })) {
            assertThatThrownBy(client::get).hasMessage("no connection yet");
            assertThat(client.isMade()).isFalse();
            assertThat(client.get().number).isEqualTo(1);
        }
        assertThat(closed).hasValue(1);
    }

    @Test
    void a_null_is_a_value_that_is_made_once() {
        try (Lazy<@Nullable String> nothing = Lazy.of(() -> made.incrementAndGet() > 0 ? null : "")) {
            assertThat(nothing.get()).isNull();
            assertThat(nothing.get()).isNull();
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void who_has_no_time_left_leaves_what_is_being_made_to_the_next() throws Exception {
        Gate<Client> maker = new Gate<>(Client::new);
        try (Lazy<Client> client = Lazy.of(maker)) {
            assertThatThrownBy(() -> client.within(Duration.ofMillis(20)).get())
                    .isInstanceOf(LoadTimeoutException.class);
            Caller<Client> next = Callers.parked(client::get);
            maker.open();
            assertThat(next.get().number).isEqualTo(1);
            assertThat(maker.loads).hasValue(1);
            assertThat(maker.interrupted).hasValue(0);
        }
        assertThat(closed).hasValue(1);
    }

    @Test
    void who_waits_for_what_was_reset_gets_the_next_and_the_old_one_is_closed() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (Lazy<Client> client = Lazy.of(() -> {
            Client one = new Client();
            if (one.number == 1) {
                begun.countDown();
                assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
            }
            return one;
        })) {
            Caller<Client> waiting = Callers.parked(client::get);
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            client.reset();
            go.countDown();
            assertThat(waiting.get().number).isEqualTo(2);
            assertThat(client.get().number).isEqualTo(2);
            until(() -> closed.get() == 1);
        }
        assertThat(closed).hasValue(2);
    }

    @Test
    void what_is_being_made_while_it_is_closed_is_closed_and_nobody_gets_it() throws Exception {
        Gate<Client> maker = new Gate<>(Client::new);
        Lazy<Client> client = Lazy.of(maker);
        Caller<Client> waiting = Callers.parked(client::get);
        maker.awaitBegun();
        client.close();
        maker.open();
        assertThatThrownBy(waiting::get).hasCauseInstanceOf(IllegalStateException.class);
        until(() -> closed.get() == 1);
        assertThat(made).hasValue(1);
    }

    @Tag("slow")
    @Test
    void closed_at_any_moment_nothing_leaks() throws Exception {
        int got = 0;
        for (int round = 0; round < 1_000; round++) {
            Lazy<Client> client = Lazy.of(Client::new);
            List<Boolean> ends = AtOnce.run(3, i -> () -> {
                if (i == 0) {
                    client.close();
                    return false;
                }
                try {
                    return client.get() != null;
                } catch (IllegalStateException late) {
                    return false;
                }
            });
            got += (int) ends.stream().filter(end -> end).count();
        }
        until(() -> closed.get() == made.get());
        assertThat(made).as("rounds in which one was made").hasPositiveValue();
        assertThat(got).as("callers who were in time").isPositive();
    }

    @Test
    void a_closer_of_ones_own_ends_the_value_and_its_failure_is_logged() {
        Lazy<String> text = Lazy.of(() -> "text", value -> {
            closed.incrementAndGet();
            throw new IOException("cannot");
        });
        assertThat(text.get()).isEqualTo("text");
        text.close();
        assertThat(closed).hasValue(1);
    }

    @Test
    void by_key_each_is_made_once_and_removed_alone() throws Exception {
        LazyMap<Integer, Client> clients = LazyMap.of(key -> new Client());
        List<Integer> numbers = AtOnce.run(12, i -> () -> clients.get(i % 4).number);
        assertThat(made).hasValue(4);
        assertThat(numbers).allMatch(number -> number <= 4);
        int first = clients.get(0).number;
        clients.remove(0);
        clients.remove(0);
        assertThat(clients.isMade(0)).isFalse();
        assertThat(clients.get(0).number).isEqualTo(5).isNotEqualTo(first);
        clients.close();
        assertThat(closed).hasValue(5);
    }

    @Tag("slow")
    @Test
    void removed_at_any_moment_nothing_leaks_and_nothing_removed_comes_back() throws Exception {
        try (LazyMap<String, Client> clients = LazyMap.of(key -> new Client())) {
            for (int round = 0; round < 1_000; round++) {
                AtOnce.run(4, i -> () -> {
                    if (i == 0) {
                        clients.remove("a");
                        return null;
                    }
                    return clients.get("a");
                });
                Client now = clients.get("a");
                until(() ->
                        closed.get() == made.get() - 1); // all but the present one, which a late one need not follow
                assertThat(now.closings).hasValue(0);
                assertThat(clients.get("a")).isSameAs(now);
            }
        }
        until(() -> closed.get() == made.get());
        assertThat(made).hasValueGreaterThan(100);
    }

    /** All are equal; one lets something happen when it is looked up for the n-th time, at -n when it is found then. */
    private record Key(AtomicInteger lookUps, Map<Integer, Runnable> at) {

        @Override
        public int hashCode() {
            at.getOrDefault(lookUps.incrementAndGet(), () -> {}).run();
            return 1;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            at.getOrDefault(-lookUps.get(), () -> {}).run();
            return other instanceof Key;
        }
    }

    @Test
    void what_another_had_made_meanwhile_and_was_then_removed_does_not_come_back() {
        LazyMap<Key, Client> clients = LazyMap.of(key -> new Client(), client -> client.close(), Runnable::run);
        Key plain = new Key(new AtomicInteger(), Map.of());
        Key late = new Key(new AtomicInteger(), Map.of(2, () -> clients.get(plain), 5, () -> clients.remove(plain)));
        assertThat(clients.get(late).number).isEqualTo(1);
        assertThat(closed).as("removed while the late one was on its way").hasValue(1);
        assertThat(clients.isMade(plain)).isFalse();
        assertThat(clients.get(plain).number).isEqualTo(2);
    }

    @Test
    void a_load_that_began_while_its_value_was_being_removed_brings_it_to_nobody_who_comes_after() throws Exception {
        LazyMap<Key, Client> clients = LazyMap.of(key -> new Client(), client -> client.close(), Runnable::run);
        Key plain = new Key(new AtomicInteger(), Map.of());
        Gate<Boolean> joining = new Gate<>(() -> true);
        Gate<Boolean> finding = new Gate<>(() -> true);
        Key late = new Key(new AtomicInteger(), Map.of(2, () -> pass(joining), -4, () -> pass(finding)));
        Caller<Client> first = Callers.start(() -> clients.get(late));
        joining.awaitBegun(); // it has seen none; another one makes it
        assertThat(clients.get(plain).number).isEqualTo(1);
        Key removed = new Key(new AtomicInteger(), Map.of(2, () -> {
            joining.open();
            AtOnce.until(() -> finding.loads.get() == 1); // its load has found what is about to be removed
        }));
        clients.remove(removed);
        assertThat(closed).hasValue(1);
        Caller<Client> next = Callers.start(() -> clients.get(plain));
        until(() -> next.task().isDone() || next.thread().getState() == Thread.State.TIMED_WAITING);
        finding.open();
        assertThat(next.get().number).as("made after the first was closed").isEqualTo(2);
        assertThat(first.get().number).as("asked before").isEqualTo(1);
        assertThat(made).hasValue(2);
        assertThat(clients.isMade(plain)).isTrue();
    }

    private static void pass(Gate<?> gate) {
        try {
            gate.call();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void a_maker_that_asks_for_its_own_value_fails_at_once() {
        LazyMap<String, String> texts = LazyMap.of(key -> key);
        AtomicInteger depth = new AtomicInteger();
        LazyMap<?, ?>[] self = new LazyMap<?, ?>[1];
        @SuppressWarnings("unchecked")
        LazyMap<String, String> circular =
                LazyMap.of(key -> depth.incrementAndGet() > 3 ? "" : ((LazyMap<String, String>) self[0]).get(key));
        self[0] = circular;
        assertThat(texts.get("a")).isEqualTo("a");
        assertThatThrownBy(() -> circular.get("a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("asks for itself");
        assertThat(depth).hasValue(1);
    }
}
