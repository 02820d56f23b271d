package dev.safe4j.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.jdbc.Database;
import dev.safe4j.lease.Lease;
import dev.safe4j.lock.LockStore.Release;
import dev.safe4j.lock.LockStore.Request;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** That PostgreSQL does not plan the steps anew for each call, which makes it about five times as slow. */
class PostgresPlansTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int CALLS = 30;
    /** PostgreSQL looks at so many plans for the values before it considers the one for all. */
    private static final long PLANS_FOR_VALUES = 5;

    @EachDatabase(ServerKind.POSTGRESQL)
    void the_plan_of_a_step_is_kept_whatever_the_number_of_keys(TestDatabase db) {
        HikariDataSource one = db.newPool(1);
        JdbcLockStore store = JdbcLockStore.builder(one).together(0).build();
        store.schema().create(Database.of(one));
        fill(db);
        for (int i = 0; i < CALLS; i++) {
            callAll(store, i, 1 + i % 2); // a single key has statements of its own
            callAll(store, CALLS + i, 3);
        }
        List<Map<String, @Nullable Object>> plans = new JdbcTemplate(one)
                .queryForList(
                        "select statement, generic_plans, custom_plans from pg_prepared_statements where statement like '%safe4j_lock%'");
        assertThat(plans)
                .as("acquire, renew and release, of one and of several")
                .hasSizeGreaterThanOrEqualTo(5);
        assertThat(plans).allSatisfy(plan -> {
            assertThat((Long) plan.get("custom_plans")).isLessThanOrEqualTo(PLANS_FOR_VALUES);
            assertThat((Long) plan.get("generic_plans")).isPositive();
        });
    }

    /** Of a table that is empty, every plan looks alike. */
    private static void fill(TestDatabase db) {
        db.execute(
                "insert into safe4j_lock select 'other-' || i, null, 'me', 1, now(), now(), false from generate_series(1, 10000) i",
                "vacuum analyze safe4j_lock");
    }

    private static void callAll(JdbcLockStore store, int call, int keys) {
        String token = "token-" + call;
        List<String> names =
                IntStream.range(0, keys).mapToObj(i -> "key-" + call + "-" + i).toList();
        store.acquire(names.stream()
                .map(name -> new Request(name, token, "me", LONG, 10, false))
                .toList());
        assertThat(store.renew(names.stream()
                        .map(name -> new Lease(name, token, 1, LONG, System.nanoTime()))
                        .toList()))
                .containsOnly(true);
        store.release(names.stream()
                .map(name -> new Release(name, token, 0, Duration.ZERO))
                .toList());
    }
}
