package dev.safe4j.jdbc.jooq;

import static dev.safe4j.jdbc.jooq.SweetShop.DOC;
import static dev.safe4j.jdbc.jooq.SweetShop.LOOSE;
import static dev.safe4j.jdbc.jooq.SweetShop.SEAT;
import static dev.safe4j.jdbc.jooq.SweetShop.SWEET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.rowlock.RowsLockedException;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.update.RowMissingException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jooq.Configuration;
import org.jooq.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class JooqRowLocksTest {

    private SweetShop shop;
    private JooqRowLocks locks;

    @BeforeEach
    void open(TestDatabase db) {
        shop = SweetShop.open(db);
        for (int id = 2; id <= 12; id++) {
            shop.dsl
                    .insertInto(SWEET, SWEET.ID, SWEET.NAME, SWEET.STOCK, SWEET.PRICE)
                    .values(id, "sweet " + id, id, new BigDecimal("1.00"))
                    .execute();
        }
        locks = JooqRowLocks.on(shop.dsl);
    }

    @EachDatabase
    void rows_are_locked_in_one_order_and_answered_with_their_types(TestDatabase db) {
        shop.dsl.transaction(trx -> {
            List<Record> rows = locks.in(trx)
                    .table(SWEET)
                    .keys(SWEET.ID, List.of(10, 9, 99, 2, 9))
                    .columns(SWEET.PRICE, SWEET.ID)
                    .forUpdate();
            assertThat(rows).extracting(row -> row.get(SWEET.ID)).containsExactly(2, 9, 10);
            BigDecimal price = rows.get(0).get(SWEET.PRICE);
            assertThat(price).isEqualByComparingTo("1");
            assertThat(locks.in(trx).table(SWEET).key(SWEET.ID, 2).noWait().forShare())
                    .hasSize(1);
            assertThat(locks.in(trx)
                            .table(SEAT)
                            .keys(List.of(Map.of(SEAT.NUMBER, 2, SEAT.SHOW, 8), Map.of(SEAT.SHOW, 8, SEAT.NUMBER, 1)))
                            .skipLocked()
                            .forUpdate())
                    .extracting(row -> row.get(SEAT.NUMBER))
                    .containsExactly(1, 2);
        });
    }

    @EachDatabase
    void a_lock_keeps_others_out_until_the_transaction_ends(TestDatabase db) {
        shop.dsl.transaction(holder -> {
            locks.in(holder).table(SWEET).key(SWEET.ID, 1).forUpdate();
            refused(other -> other.key(SWEET.ID, 1).noWait().forUpdate(), "noWait was asked for");
            refused(other -> other.keys(SWEET.ID, List.of(1, 2)).noWait().forShare(), "noWait was asked for");
            refused(
                    other -> other.key(SWEET.ID, 1)
                            .within(Duration.ofMillis(300))
                            .forUpdate(),
                    "was not free within");
            List<Record> free = inTransaction(trx -> locks.in(trx)
                    .table(SWEET)
                    .keys(SWEET.ID, List.of(1, 2))
                    .skipLocked()
                    .forUpdate());
            assertThat(free).extracting(row -> row.get(SWEET.ID)).containsExactly(2);
        });
        assertThat(inTransaction(trx ->
                        locks.in(trx).table(SWEET).key(SWEET.ID, 1).noWait().forUpdate()))
                .hasSize(1);
    }

    private void refused(java.util.function.Consumer<JooqRowLock> call, String message) {
        assertThatThrownBy(() ->
                        shop.dsl.transaction(trx -> call.accept(locks.in(trx).table(SWEET))))
                .isInstanceOf(RowsLockedException.class)
                .hasMessageContaining(message);
    }

    private List<Record> inTransaction(java.util.function.Function<Configuration, List<Record>> body) {
        return shop.dsl.transactionResult(body::apply);
    }

    @EachDatabase
    void outside_a_transaction_it_is_refused(TestDatabase db) {
        assertThatThrownBy(() -> locks.table(SWEET).key(SWEET.ID, 1).forUpdate())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("row locks need a transaction");
        assertThatThrownBy(() -> locks.guard(SWEET, SWEET.ID, 1)).isInstanceOf(IllegalStateException.class);
    }

    @EachDatabase
    void what_names_no_rows_is_refused(TestDatabase db) {
        JooqRowLock rows = locks.table(SWEET);
        assertThatThrownBy(rows::forUpdate).hasMessageContaining("call key or keys");
        assertThatThrownBy(() -> rows.keys(SWEET.ID, List.of())).hasMessageContaining("must be 1 to 1000, and are 0");
        assertThatThrownBy(() -> rows.keys(SWEET.ID, Collections.nCopies(1001, 1)))
                .hasMessageContaining("are 1001");
        assertThatThrownBy(() -> rows.key(SWEET.ID, null)).hasMessageContaining("must not be null");
        assertThatThrownBy(() -> rows.keys(SWEET.ID, Collections.singletonList(null)))
                .hasMessageContaining("must not be null");
        assertThatThrownBy(() -> rows.keys(List.of(Map.of(SWEET.ID, 1), Map.of(SWEET.NAME, "a"))))
                .hasMessageContaining("differ in their columns");
        assertThatThrownBy(() -> rows.keys(List.of(Map.of(SWEET.ID, "one")))).hasMessageContaining("takes a Integer");
        assertThatThrownBy(() -> rows.key(DOC.ID, 1)).hasMessageContaining("is one of table document");
        assertThatThrownBy(() -> rows.within(Duration.ZERO)).hasMessageContaining("between a millisecond and an hour");
        assertThatThrownBy(() -> locks.guard(LOOSE, LOOSE.KIND, "gum")).hasMessageContaining("is none");
    }

    @EachDatabase
    void a_guard_row_lets_one_after_the_other_pass(TestDatabase db) {
        assertThatThrownBy(() -> shop.dsl.transaction(trx -> locks.in(trx).guard(SWEET, SWEET.ID, 77)))
                .isInstanceOf(RowMissingException.class);
        db.warm(8);
        List<Callers.Result<Void>> results = Callers.run(8, Duration.ofSeconds(30), caller -> () -> {
            shop.dsl.transaction(trx -> {
                locks.in(trx).guard(DOC, DOC.ID, 17);
                int stock = trx.dsl()
                        .select(SWEET.STOCK)
                        .from(SWEET)
                        .where(SWEET.ID.eq(12))
                        .fetchSingle(SWEET.STOCK);
                trx.dsl()
                        .update(SWEET)
                        .set(SWEET.STOCK, stock + 1)
                        .where(SWEET.ID.eq(12))
                        .execute();
            });
            return null;
        });
        // MariaDB's snapshot starts at the first read, which is after the guard: all eight succeed on every database.
        assertThat(results).allMatch(Callers.Result::isSuccess);
        assertThat(shop.dsl
                        .select(SWEET.STOCK)
                        .from(SWEET)
                        .where(SWEET.ID.eq(12))
                        .fetchSingle(SWEET.STOCK))
                .isEqualTo(20);
    }

    @EachDatabase
    void callers_that_name_the_rows_in_any_order_do_not_deadlock(TestDatabase db) {
        db.warm(8);
        List<Callers.Result<Integer>> results = Callers.run(8, Duration.ofSeconds(60), caller -> () -> {
            int locked = 0;
            for (int round = 0; round < 10; round++) {
                List<Integer> ids = new ArrayList<>(List.of(1, 2, 3, 4));
                Collections.rotate(ids, caller);
                locked += shop.dsl.transactionResult(trx -> locks.in(trx)
                        .table(SWEET)
                        .keys(SWEET.ID, ids)
                        .within(Duration.ofSeconds(30))
                        .forUpdate()
                        .size());
            }
            return locked;
        });
        assertThat(results).allMatch(Callers.Result::isSuccess);
        assertThat(results).allSatisfy(each -> assertThat(each.value()).isEqualTo(40));
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void postgresql_gets_all_in_one_statement_and_keeps_its_own_limit(TestDatabase db) {
        locks.table(SWEET);
        shop.dsl.transaction(trx -> {
            trx.dsl().execute("set local lock_timeout = '7s'");
            shop.sent.clear();
            locks.in(trx).table(SWEET).keys(SWEET.ID, List.of(3, 2, 1)).forUpdate();
            assertThat(shop.sent).hasSize(1);
            assertThat(trx.dsl().fetchValue("show lock_timeout")).isEqualTo("7s");
        });
    }
}
