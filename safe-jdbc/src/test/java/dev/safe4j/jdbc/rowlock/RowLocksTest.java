package dev.safe4j.jdbc.rowlock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.update.Row;
import dev.safe4j.update.RowMissingException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.JdbcTemplate;

class RowLocksTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private RowLocks locks;
    private Transactions transactions;
    private JdbcTemplate jdbc;

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute(
                "create table wallet (id bigint primary key, name varchar(10), balance decimal(10,2) not null)",
                "create table seat (room int, place varchar(5), taken int, primary key (room, place))",
                "insert into seat values (1, 'b', 0), (1, 'a', 0), (2, 'a', 0)");
        for (int id = 1; id <= 12; id++) {
            db.execute("insert into wallet values (" + id + ", 'w" + id + "', 100)");
        }
        Database database = Database.of(db.dataSource());
        locks = RowLocks.on(database);
        transactions = Transactions.on(database).retry(RetryPolicy.defaults().attempts(1));
        jdbc = new JdbcTemplate(db.dataSource());
    }

    @EachDatabase
    void rows_come_back_in_key_order_once_and_without_the_missing(TestDatabase db) {
        List<Row> rows = transactions.run(attempt -> locks.table("wallet")
                .keys("id", List.of(11, 2, 99, 2, 10))
                .columns("balance")
                .forUpdate());
        assertThat(rows).extracting(row -> row.number("id")).containsExactly(2L, 10L, 11L);
        assertThat(rows.get(0).decimal("balance")).isEqualByComparingTo("100");
        List<Row> seats = transactions.run(attempt -> locks.table("seat")
                .keys(List.of(
                        Map.of("room", 2, "place", "a"),
                        Map.of("room", 1, "place", "b"),
                        Map.of("room", 1, "place", "a")))
                .forShare());
        assertThat(seats)
                .extracting(row -> row.text("place") + row.number("room"))
                .containsExactly("a1", "a2", "b1");
    }

    @EachDatabase
    void opposite_orders_never_deadlock(TestDatabase db) {
        List<Integer> ids = IntStream.rangeClosed(1, 12).boxed().toList();
        List<Integer> reversed =
                ids.stream().sorted(java.util.Comparator.reverseOrder()).toList();
        List<Callers.Result<Object>> results = Callers.run(4, BOUND, caller -> () -> {
            for (int i = 0; i < 25; i++) {
                transactions.runWithoutResult(attempt -> {
                    List<Row> rows = locks.table("wallet")
                            .keys("id", caller % 2 == 0 ? ids : reversed)
                            .within(BOUND)
                            .forUpdate();
                    assertThat(rows).hasSize(12);
                    jdbc.update("update wallet set balance = balance + 1 where id = ?", 1 + caller);
                });
            }
            return "done";
        });
        assertThat(results).extracting(Callers.Result::failure).containsOnlyNulls();
        assertThat(db.value(java.math.BigDecimal.class, "select sum(balance) from wallet"))
                .isEqualByComparingTo("1300");
    }

    private Callers.Result<Object> whileLocked(Callable<Object> other) {
        return transactions.run(attempt -> {
            locks.table("wallet").key("id", 5).forUpdate();
            return Callers.run(1, BOUND, caller -> other).get(0);
        });
    }

    @EachDatabase
    void no_wait_and_a_limit_and_skip(TestDatabase db) {
        Callers.Result<Object> noWait = whileLocked(() -> transactions.run(
                attempt -> locks.table("wallet").key("id", 5).noWait().forUpdate()));
        assertThat(noWait.failure()).isInstanceOf(RowsLockedException.class).hasMessageContaining("noWait");
        assertThat(((RowsLockedException) noWait.failure()).faultClass()).isEqualTo(FaultClass.LOCK_UNAVAILABLE);

        long begun = System.nanoTime();
        Callers.Result<Object> limited = whileLocked(() -> transactions.run(attempt -> locks.table("wallet")
                .key("id", 5)
                .within(Duration.ofMillis(300))
                .forUpdate()));
        assertThat(limited.failure())
                .isInstanceOf(RowsLockedException.class)
                .hasMessageContaining("not free within 300 ms");
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(300), Duration.ofSeconds(5));

        Callers.Result<Object> skipped = whileLocked(() -> transactions.run(attempt ->
                locks.table("wallet").keys("id", List.of(4, 5, 6)).skipLocked().forUpdate()));
        assertThat((List<?>) skipped.value())
                .extracting(row -> ((Row) row).number("id"))
                .containsExactly(4L, 6L);
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void a_share_lock_is_shared(TestDatabase db) {
        Object shared = transactions.run(attempt -> {
            locks.table("wallet").key("id", 5).forShare();
            return Callers.run(
                            1,
                            BOUND,
                            caller -> () -> transactions.run(again ->
                                    locks.table("wallet").key("id", 5).noWait().forShare()))
                    .get(0)
                    .value();
        });
        assertThat((List<?>) shared).hasSize(1);
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void the_limit_ends_with_the_lock_and_leaves_the_servers_own(TestDatabase db) {
        transactions.runWithoutResult(attempt -> {
            jdbc.execute("set local lock_timeout = '7s'");
            locks.table("wallet").key("id", 5).within(Duration.ofSeconds(2)).forUpdate();
            assertThat(jdbc.queryForObject("show lock_timeout", String.class)).isEqualTo("7s");
        });
    }

    @EachDatabase
    void refused_outside_a_transaction_and_without_rows(TestDatabase db) {
        assertThatThrownBy(() -> locks.table("wallet").key("id", 1).forUpdate())
                .hasMessageContaining("need a transaction");
        assertThatThrownBy(() -> locks.guard("wallet", "id", 1)).hasMessageContaining("need a transaction");
        Stream.<Runnable>of(
                        () -> locks.table("wallet").forUpdate(),
                        () -> locks.table("wallet").keys("id", List.of()),
                        () -> locks.table("wallet").key("id", null),
                        () -> locks.table("wallet").key("id", "5"),
                        () -> locks.table("wallet").key("id", 5).within(Duration.ZERO),
                        () -> locks.table("wallet").key("id", 5).within(Duration.ofDays(2)),
                        () -> locks.table("wallet").key("nix", 5),
                        () -> locks.guard("wallet", "name", "w1"))
                .forEach(call -> assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class));
        assertThatThrownBy(() -> transactions.runWithoutResult(attempt -> locks.guard("wallet", "id", 77)))
                .isInstanceOf(RowMissingException.class)
                .hasMessage("there is no row wallet 77.");
    }
}
