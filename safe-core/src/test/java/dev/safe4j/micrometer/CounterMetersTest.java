package dev.safe4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.counter.Counters;
import dev.safe4j.counter.MemoryCounterStore;
import dev.safe4j.counter.Quota;
import dev.safe4j.counter.Sequence;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What of counters, quotas and sequences is measured. */
class CounterMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CounterMeters meters = new CounterMeters(registry, "shop");
    private final MemoryCounterStore store = new MemoryCounterStore();

    private long count(String meter, String outcome) {
        return registry.get(meter)
                .tags("name", "shop", "outcome", outcome)
                .timer()
                .count();
    }

    @Test
    void steps_are_timed_by_outcome_and_no_key_becomes_a_tag() {
        Counters seats = Counters.on(store).atMost(2).listener(meters);
        for (int i = 0; i < 3; i++) {
            seats.tryAdd("seats", 1);
        }
        Quota quota = Quota.on(store).limit(1).per(Duration.ofDays(1)).listener(meters);
        for (int i = 0; i < 3; i++) {
            quota.take("ann");
        }
        Sequence sequence = Sequence.inBlocks(store, 3).listener(meters);
        for (int i = 0; i < 4; i++) {
            sequence.next("order");
        }
        assertThat(count("safe4j.counter.add", "done")).isEqualTo(2);
        assertThat(count("safe4j.counter.add", "refused")).isEqualTo(1);
        assertThat(count("safe4j.quota.take", "done")).isEqualTo(1);
        assertThat(count("safe4j.quota.take", "refused")).isEqualTo(2);
        assertThat(count("safe4j.sequence.block", "done")).isEqualTo(2);
        assertThat(count("safe4j.sequence.block", "failed")).isZero();
        assertThat(registry.getMeters()).hasSize(9);
    }
}
