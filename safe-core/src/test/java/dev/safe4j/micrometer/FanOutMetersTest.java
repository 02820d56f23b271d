package dev.safe4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.fanout.FanOutFailedException;
import dev.safe4j.fanout.FanOuts;
import dev.safe4j.flight.FlightListener;
import dev.safe4j.flight.SingleFlight;
import dev.safe4j.flight.StampedeGuard;
import io.micrometer.context.ContextRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What of fan-outs, loads and guarded caches is measured, and what is carried to their threads. */
class FanOutMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void items_are_counted_by_outcome_and_batches_are_timed() {
        FanOuts fanOuts = FanOuts.builder().listener(new FanOutMeters(registry)).build();
        fanOuts.over(List.of(0, 1, 2)).named("prices").settle(item -> 6 / item);
        assertThat(registry.get("safe4j.fanout.items")
                        .tags("name", "prices", "outcome", "success")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("safe4j.fanout.items")
                        .tags("outcome", "failure")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("safe4j.fanout.batch")
                        .tags("end", "returned")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("safe4j.fanout.abandoned").counter().count()).isZero();
    }

    @Test
    void loads_are_timed_and_what_readers_got_is_counted() {
        FlightListener meters = new FlightMeters(registry, "sweets");
        SingleFlight<String, String> flights =
                SingleFlight.<String, String>builder().listener(meters).build();
        flights.load("fudge", () -> "found");
        assertThatThrownBy(() -> flights.load("fudge", () -> {
                    throw new IllegalStateException("no fudge");
                }))
                .hasMessage("no fudge");
        assertThat(registry.get("safe4j.flight.load")
                        .tags("name", "sweets", "end", "loaded")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("safe4j.flight.load")
                        .tags("end", "failed")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("safe4j.flight.callers").counter().count()).isEqualTo(2);
        StampedeGuard<String, String> guard = StampedeGuard.<String, String>over(new ConcurrentHashMap<>())
                .listener(meters)
                .build();
        guard.get("fudge", () -> "found");
        guard.get("fudge", () -> "found");
        assertThat(registry.get("safe4j.flight.served")
                        .tags("with", "fresh")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_batch_is_an_observation_with_what_it_throws() {
        TestObservationRegistry observed = TestObservationRegistry.create();
        FanOuts fanOuts =
                FanOuts.builder().listener(new FanOutObservations(observed)).build();
        fanOuts.over(List.of(1)).named("prices").all(item -> item);
        TestObservationRegistryAssert.assertThat(observed)
                .hasSingleObservationThat()
                .hasNameEqualTo("safe4j.fanout.run")
                .hasLowCardinalityKeyValue("name", "prices")
                .hasBeenStopped();
        assertThat(observed.getCurrentObservation()).isNull();
        assertThatThrownBy(() -> fanOuts.over(List.of(0)).all(item -> 1 / item))
                .isInstanceOf(FanOutFailedException.class);
    }

    @Test
    void what_is_observed_in_an_item_belongs_to_its_batch() {
        TestObservationRegistry observed = TestObservationRegistry.create();
        ContextRegistry known = new ContextRegistry();
        known.registerThreadLocalAccessor(new ObservationThreadLocalAccessor(observed));
        FanOuts fanOuts = FanOuts.builder()
                .listener(new FanOutObservations(observed))
                .context(new PropagatedContext(known))
                .build();
        List<String> around = fanOuts.over(List.of(1, 2)).named("prices").all(item -> {
            Observation current = observed.getCurrentObservation();
            return current == null
                    ? "none"
                    : String.valueOf(current.getContextView().getName());
        });
        assertThat(around).containsOnly("safe4j.fanout.run");
    }

    @Test
    void a_source_that_breaks_ends_the_batch_and_its_observation() {
        TestObservationRegistry observed = TestObservationRegistry.create();
        FanOuts fanOuts =
                FanOuts.builder().listener(new FanOutObservations(observed)).build();
        Iterable<Integer> broken = () -> {
            throw new IllegalStateException("no source");
        };
        assertThatThrownBy(() -> fanOuts.over(broken).all(item -> item)).hasMessage("no source");
        assertThat(observed.getCurrentObservation()).isNull();
        TestObservationRegistryAssert.assertThat(observed)
                .hasSingleObservationThat()
                .hasBeenStopped()
                .hasError();
    }

    @Test
    void what_context_propagation_knows_is_on_the_threads_of_the_items_and_off_again() {
        ThreadLocal<String> tenant = new ThreadLocal<>();
        ContextRegistry known = new ContextRegistry();
        known.registerThreadLocalAccessor("tenant", tenant);
        FanOuts fanOuts =
                FanOuts.builder().context(new PropagatedContext(known)).build();
        tenant.set("sweet shop");
        List<String> seen = fanOuts.over(List.of(1, 2, 3, 4)).concurrency(2).all(item -> {
            String carried = tenant.get();
            tenant.set("of item " + item);
            return carried;
        });
        assertThat(seen).containsOnly("sweet shop");
        assertThat(tenant.get()).isEqualTo("sweet shop");
        assertThat(ObservationRegistry.NOOP.getCurrentObservation()).isNull();
    }
}
