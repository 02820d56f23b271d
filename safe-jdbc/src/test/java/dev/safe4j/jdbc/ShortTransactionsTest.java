package dev.safe4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class ShortTransactionsTest {

    private static final Duration LONG = Duration.ofMillis(200);

    private final List<Integer> batches = new ArrayList<>();

    @EachDatabase(ServerKind.H2)
    void a_batch_that_took_long_is_followed_by_smaller_ones_down_to_a_quarter(TestDatabase db) {
        int done = transactions(db).inBatches("working", 250, 100, (session, atMost) -> {
            batches.add(atMost);
            long begun = System.nanoTime();
            Await.until(Duration.ofSeconds(10), "a while", () -> System.nanoTime() - begun > LONG.toNanos());
            return atMost;
        });
        assertThat(done).isEqualTo(250);
        assertThat(batches).containsExactly(100, 25, 25, 25, 25, 25, 25);
    }

    @EachDatabase(ServerKind.H2)
    void it_ends_with_a_batch_that_found_fewer_and_asks_for_no_more_than_wanted(TestDatabase db) {
        assertThat(transactions(db).inBatches("working", 10, 100, (session, atMost) -> {
                    batches.add(atMost);
                    return 3;
                }))
                .isEqualTo(3);
        assertThat(transactions(db).inBatches("working", 0, 100, (session, atMost) -> batches.size()))
                .isZero();
        assertThat(batches).containsExactly(10);
    }

    private static ShortTransactions transactions(TestDatabase db) {
        return new ShortTransactions(Database.of(db.dataSource()), "test", "none", Duration.ofSeconds(5));
    }
}
