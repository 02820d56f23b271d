package dev.safe4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.update.RowListener.Locking;
import dev.safe4j.update.RowListener.Outcome;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What of writes and row locks is measured. */
class RowMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RowMeters meters = new RowMeters(registry);

    private double writes(String table, String outcome) {
        return registry.get("safe4j.row.writes")
                .tags("table", table, "outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void writes_are_counted_by_table_and_outcome() {
        meters.onWrite("sweet", Outcome.APPLIED);
        meters.onWrite("SWEET", Outcome.APPLIED);
        meters.onWrite("shop.sweet", Outcome.REFUSED);
        meters.onWrite("document", Outcome.STALE);
        assertThat(writes("sweet", "applied")).isEqualTo(2);
        assertThat(writes("sweet", "refused")).isEqualTo(1);
        assertThat(writes("document", "stale")).isEqualTo(1);
        assertThat(writes("document", "fenced"))
                .as("the first one is a rise, not a beginning")
                .isZero();
        assertThat(registry.getMeters()).as("of two tables").hasSize(12);
    }

    @Test
    void locks_are_timed_by_table_and_outcome() {
        meters.onLock("wallet", Locking.TIMED_OUT, Duration.ofSeconds(5));
        meters.onLock("wallet", Locking.LOCKED, Duration.ofMillis(2));
        assertThat(registry.get("safe4j.row.locks")
                        .tags("table", "wallet", "outcome", "timed_out")
                        .timer()
                        .totalTime(java.util.concurrent.TimeUnit.SECONDS))
                .isEqualTo(5);
        assertThat(registry.getMeters()).hasSize(4);
    }

    @Test
    void tables_without_end_share_one_tag() {
        for (int i = 0; i < 1_000; i++) {
            meters.onWrite("tenant_" + i, Outcome.APPLIED);
        }
        Set<String> tables = registry.getMeters().stream()
                .map(Meter::getId)
                .map(id -> String.valueOf(id.getTag("table")))
                .collect(Collectors.toSet());
        assertThat(tables).hasSize(201).contains("others", "tenant_199").doesNotContain("tenant_200");
        assertThat(writes("others", "applied")).isEqualTo(800);
    }
}
