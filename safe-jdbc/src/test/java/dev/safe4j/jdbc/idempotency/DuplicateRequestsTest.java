package dev.safe4j.jdbc.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.idempotency.Execution;
import dev.safe4j.idempotency.IdempotentOperation;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;

/** Many who ask for the same at once: one runs it, all get its answer, and the effect is there once. */
@Tag("slow")
class DuplicateRequestsTest {

    private static final int CALLERS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SNAPSHOT_ISOLATION = "sessionVariables=innodb_snapshot_isolation=ON";

    @EachDatabase
    void one_of_200_runs_under_a_lease_and_199_replay(TestDatabase db) {
        try (Requests shop = Requests.in(db)) {
            oneRuns(shop, shop.order("k").within(PATIENCE));
        }
    }

    @EachDatabase
    void one_of_200_runs_in_the_same_transaction_and_199_replay(TestDatabase db) {
        try (Requests shop = Requests.in(db)) {
            oneRuns(shop, shop.order("k").within(PATIENCE).sameTransaction());
        }
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void one_of_200_runs_in_the_same_transaction_at_repeatable_read(TestDatabase db) {
        try (Requests shop = Requests.in(db, db.dataSource(), true)) {
            oneRuns(shop, shop.order("k").within(PATIENCE).sameTransaction());
        }
    }

    @EachDatabase(ServerKind.MARIADB)
    void one_of_200_runs_in_the_same_transaction_with_snapshot_isolation(TestDatabase db) {
        DataSource business = db.newPool(db.url(SNAPSHOT_ISOLATION), 16);
        try (Requests shop = Requests.in(db, business, true)) {
            oneRuns(shop, shop.order("k").within(PATIENCE).sameTransaction());
        }
    }

    private static void oneRuns(Requests shop, IdempotentOperation<String> order) {
        List<Callers.Result<Execution<String>>> results = shop.duplicates(CALLERS, order, "k");
        assertThat(results).allMatch(Callers.Result::isSuccess);
        assertThat(results.stream().filter(each -> each.value() instanceof Execution.Ran))
                .hasSize(1);
        assertThat(results.stream()
                        .filter(each -> each.value() instanceof Execution.Replayed<String> replayed
                                && "order of k".equals(replayed.value())))
                .hasSize(CALLERS - 1);
        assertThat(shop.effects("k")).isEqualTo(1);
    }

    @EachDatabase
    void of_three_the_first_rolls_back_and_one_of_the_others_runs(TestDatabase db) {
        try (Requests shop = Requests.in(db)) {
            firstOfThreeRollsBack(shop);
        }
    }

    @EachDatabase(ServerKind.MARIADB)
    void of_three_the_first_rolls_back_at_repeatable_read(TestDatabase db) {
        try (Requests shop = Requests.in(db, db.dataSource(), true)) {
            firstOfThreeRollsBack(shop);
        }
    }

    @EachDatabase(ServerKind.MARIADB)
    void of_three_the_first_rolls_back_with_snapshot_isolation(TestDatabase db) {
        DataSource business = db.newPool(db.url(SNAPSHOT_ISOLATION), 16);
        try (Requests shop = Requests.in(db, business, true)) {
            firstOfThreeRollsBack(shop);
        }
    }

    private static void firstOfThreeRollsBack(Requests shop) {
        for (int round = 0; round < 5; round++) {
            String key = "k" + round;
            IdempotentOperation<String> order = shop.order(key).within(PATIENCE).sameTransaction();
            AtomicInteger begun = new AtomicInteger();
            Callable<Execution<String>> one = () -> order.tryRun(attempt -> {
                String placed = shop.place(key);
                if (begun.incrementAndGet() == 1) {
                    Await.until(PATIENCE, "two wait for the first", () -> waiting(shop.db) >= 2);
                    throw new IllegalStateException("the first fails");
                }
                return placed;
            });
            List<Callers.Result<Execution<String>>> results = Callers.run(3, PATIENCE, caller -> one);
            assertThat(results.stream().filter(each -> !each.isSuccess()))
                    .singleElement()
                    .satisfies(each -> assertThat(each.failure()).hasMessage("the first fails"));
            assertThat(results.stream().filter(each -> each.value() instanceof Execution.Ran))
                    .hasSize(1);
            assertThat(results.stream().filter(each -> each.value() instanceof Execution.Replayed))
                    .hasSize(1);
            assertThat(shop.effects(key)).isEqualTo(1);
        }
    }

    /** How many sessions wait for another's row. */
    private static long waiting(TestDatabase db) {
        Long count = db.value(
                Long.class,
                switch (db.kind()) {
                    case POSTGRESQL ->
                        "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%safe4j_idempotency%'";
                    case MARIADB ->
                        "select count(*) from information_schema.processlist where db = database() and info like '%safe4j_idempotency%'"
                                + " and info not like '%processlist%'";
                    default ->
                        "select count(*) from information_schema.sessions where session_id <> session_id()"
                                + " and executing_statement like 'merge into %'";
                });
        return count == null ? 0 : count;
    }
}
