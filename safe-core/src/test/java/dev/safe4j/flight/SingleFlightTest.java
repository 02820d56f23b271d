package dev.safe4j.flight;

import static dev.safe4j.idempotency.AtOnce.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.flight.Callers.Caller;
import dev.safe4j.flight.Callers.Gate;
import dev.safe4j.idempotency.AtOnce;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One load for all who ask at the same time, what becomes of its failures, and what bad input gets. */
@Timeout(60)
class SingleFlightTest {

    private final SingleFlight<String, String> flights = SingleFlight.create();

    @AfterEach
    void nothing_is_left() {
        until(() -> flights.running() == 0);
    }

    @Test
    void all_who_ask_at_once_share_one_load() throws Exception {
        int shared = 0;
        for (int round = 0; round < 200; round++) {
            AtomicInteger loads = new AtomicInteger();
            List<String> values = AtOnce.run(
                    8,
                    i -> () -> flights.load("sweet", () -> {
                        int load = loads.incrementAndGet();
                        until(() -> flights.running() == 1);
                        return "value " + load;
                    }));
            assertThat(values).allMatch(value -> value.startsWith("value "));
            assertThat(loads.get()).isBetween(1, 8);
            for (int load = 1; load <= loads.get(); load++) {
                assertThat(values).as("no load was for nobody").contains("value " + load);
            }
            shared += 8 - loads.get();
        }
        assertThat(shared).as("callers who caused no load").isGreaterThan(200);
    }

    @Test
    void of_callers_who_all_wait_one_causes_the_load_and_all_get_the_same_object() throws Exception {
        Gate<String> loader = new Gate<>(() -> new String("found"));
        List<Caller<String>> callers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            callers.add(Callers.parked(() -> flights.load("sweet", loader)));
        }
        loader.open();
        String first = callers.get(0).get();
        for (Caller<String> each : callers) {
            assertThat(each.get()).isSameAs(first);
        }
        assertThat(loader.loads).hasValue(1);
    }

    @Test
    void nothing_is_kept_and_other_keys_are_loads_of_their_own() {
        AtomicInteger loads = new AtomicInteger();
        assertThat(flights.load("a", () -> "" + loads.incrementAndGet())).isEqualTo("1");
        assertThat(flights.load("a", () -> "" + loads.incrementAndGet())).isEqualTo("2");
        assertThat(flights.load("b", () -> flights.load("a", () -> "a of b"))).isEqualTo("a of b");
    }

    @Test
    void a_failure_goes_to_all_who_wait_and_to_nobody_after() throws Exception {
        Gate<String> loader = new Gate<>(() -> {
            throw new IllegalArgumentException("no such sweet");
        });
        List<Caller<String>> callers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            callers.add(Callers.parked(() -> flights.load("sweet", loader)));
        }
        loader.open();
        for (Caller<String> each : callers) {
            assertThatThrownBy(each::get)
                    .cause()
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no such sweet");
        }
        assertThat(loader.loads).hasValue(1);
        assertThat(flights.load("sweet", () -> "now there")).isEqualTo("now there");
    }

    @Test
    void an_error_goes_to_all_who_wait_as_it_is() throws Exception {
        Gate<String> loader = new Gate<>(() -> {
            throw new StackOverflowError("too deep");
        });
        Caller<String> first = Callers.parked(() -> flights.load("sweet", loader));
        Caller<String> second = Callers.parked(() -> flights.load("sweet", loader));
        loader.open();
        assertThatThrownBy(first::get).hasCauseInstanceOf(StackOverflowError.class);
        assertThatThrownBy(second::get).hasCauseInstanceOf(StackOverflowError.class);
        assertThat(flights.load("sweet", () -> "now there")).isEqualTo("now there");
    }

    @Test
    void a_checked_exception_is_the_cause_of_what_is_thrown() {
        assertThatThrownBy(() -> flights.load("sweet", () -> {
                    throw new IOException("disk full");
                }))
                .isInstanceOf(LoadFailedException.class)
                .hasMessageContaining("'sweet'")
                .cause()
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_null_is_a_value() {
        SingleFlight<String, @Nullable String> nullable = SingleFlight.create();
        assertThat(nullable.load("sweet", () -> null)).isNull();
        assertThat(nullable.loadAsync("sweet", () -> null).join()).isNull();
    }

    @Test
    void who_is_told_and_asks_again_gets_another_load() {
        AtomicInteger loads = new AtomicInteger();
        for (int round = 0; round < 500; round++) {
            loads.set(0);
            String value = flights.loadAsync("sweet", () -> {
                        loads.incrementAndGet();
                        throw new IllegalStateException("not yet");
                    })
                    .exceptionallyCompose(failure -> flights.loadAsync("sweet", () -> "" + loads.incrementAndGet()))
                    .join();
            assertThat(value).isEqualTo("2");
        }
    }

    @Test
    void an_executor_that_refuses_fails_the_callers_and_leaves_nothing() {
        SingleFlight<String, String> refused = SingleFlight.<String, String>builder()
                .executor(task -> {
                    throw new RejectedExecutionException("full");
                })
                .build();
        assertThatThrownBy(() -> refused.load("sweet", () -> "never"))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("full");
        assertThat(refused.running()).isZero();
    }

    @Test
    void a_load_that_gets_no_thread_fails_its_callers_and_leaves_nothing() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        SingleFlight<String, String> starved = SingleFlight.<String, String>builder()
                .executor(task -> {
                    if (asked.incrementAndGet() != 2) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    new Thread(task).start();
                })
                .build();
        assertThatThrownBy(() -> starved.load("sweet", () -> "never")).isInstanceOf(OutOfMemoryError.class);
        assertThat(starved.running()).isZero();
        Gate<String> gate = new Gate<>(() -> "found");
        List<CompletableFuture<String>> callers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            callers.add(starved.loadAsync("sweet", gate));
        }
        gate.open();
        for (CompletableFuture<String> each : callers) {
            assertThat(each.get(5, TimeUnit.SECONDS)).isEqualTo("found");
        }
        assertThat(asked.get())
                .as("two callers were to be told on threads of their own")
                .isEqualTo(4);
    }

    @Test
    void on_the_callers_thread_it_is_a_plain_call() {
        SingleFlight<String, Thread> here =
                SingleFlight.<String, Thread>builder().executor(Runnable::run).build();
        assertThat(here.load("sweet", Thread::currentThread)).isSameAs(Thread.currentThread());
    }

    @Test
    void a_loader_that_asks_for_its_own_key_fails_at_once() {
        assertThatThrownBy(() -> flights.load("sweet", () -> flights.load("sweet", () -> "never")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the loader of 'sweet' asks for itself");
        assertThatThrownBy(() -> flights.load(
                        "sweet", () -> flights.loadAsync("sweet", () -> "never").join()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_loader_that_asks_for_its_own_key_through_another_fails_at_once() {
        assertThatThrownBy(() -> flights.load("a", () -> flights.load("b", () -> flights.load("a", () -> "never"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(
                        "the loader of '(b' asks for 'a|a' asks for 'b)', whose load waits for it, and would wait for"
                                + " ever. Load what both need under a key of its own.");
    }

    @Test
    void two_loads_that_ask_for_each_other_do_not_wait_for_ever() throws Exception {
        int circles = 0;
        for (int round = 0; round < 200; round++) {
            List<Boolean> ends = AtOnce.run(2, i -> () -> {
                String mine = i == 0 ? "a" : "b";
                String other = i == 0 ? "b" : "a";
                try {
                    flights.load(mine, () -> flights.load(other, () -> flights.load(mine, () -> "never")));
                    return true;
                } catch (IllegalStateException circle) {
                    return false;
                }
            });
            circles += (int) ends.stream().filter(end -> !end).count();
        }
        assertThat(circles).isEqualTo(400);
    }

    @Test
    void bad_input_is_refused() {
        assertThatThrownBy(() -> flights.load(nothing(), () -> "never"))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the key of a load is null");
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofDays(2))) {
            assertThatThrownBy(() -> flights.within(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(wrong.toString());
        }
    }

    @SuppressWarnings("NullAway") // what callers without null checks do
    private static String nothing() {
        return null;
    }
}
