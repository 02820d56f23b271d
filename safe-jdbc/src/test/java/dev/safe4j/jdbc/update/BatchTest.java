package dev.safe4j.jdbc.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.update.UpdateResult;
import dev.safe4j.update.UpdateResult.Applied;
import dev.safe4j.update.UpdateResult.Missing;
import dev.safe4j.update.UpdateResult.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.dao.DataAccessException;

class BatchTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private Updates updates;

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute("create table sweet (id varchar(10) primary key, stock int not null, version bigint not null)");
        for (int i = 0; i < 20; i++) {
            db.execute("insert into sweet values ('s" + i + "', " + 1_000_000 + ", 1)");
        }
        db.execute("update sweet set stock = 0 where id = 's3'");
        updates = Updates.on(db.dataSource());
    }

    private RowUpdate take(String sweet, int amount) {
        return updates.table("sweet").key("id", sweet).subtract("stock", amount).provided("stock >= ?", amount);
    }

    @EachDatabase
    void each_update_has_its_own_outcome_in_the_order_given(TestDatabase db) {
        List<UpdateResult> results =
                updates.applyAll(List.of(take("s9", 4), take("s3", 1), take("none", 1), take("s1", 5)));
        assertThat(results)
                .extracting(Object::getClass)
                .containsExactly(Applied.class, Refused.class, Missing.class, Applied.class);
        assertThat(db.value(Integer.class, "select stock from sweet where id = 's9'"))
                .isEqualTo(999_996);
        assertThat(db.value(Integer.class, "select stock from sweet where id = 's1'"))
                .isEqualTo(999_995);
        assertThat(updates.applyAll(List.of())).isEmpty();
    }

    @EachDatabase
    void versions_are_checked_and_returned(TestDatabase db) {
        List<UpdateResult> results = updates.applyAll(List.of(
                updates.table("sweet").key("id", "s1").version("version", 1).set("stock", 7),
                updates.table("sweet").key("id", "s2").version("version", 5).set("stock", 7)));
        assertThat(results.get(0).orThrow().version()).isEqualTo(2);
        assertThat(results.get(1)).isInstanceOf(Refused.class);
    }

    @EachDatabase
    void alone_it_is_one_transaction_and_inside_one_it_joins(TestDatabase db) {
        assertThatThrownBy(() -> updates.applyAll(List.of(
                        updates.table("sweet").key("id", "s1").assign("stock", "stock * ?", 2),
                        updates.table("sweet").key("id", "s2").assign("stock", "stock * ?", 1_000_000))))
                .isInstanceOf(DataAccessException.class);
        assertThat(db.value(Integer.class, "select stock from sweet where id = 's1'"))
                .isEqualTo(1_000_000);
        Transactions transactions = Transactions.on(Database.of(db.dataSource()));
        assertThatThrownBy(() -> transactions.runWithoutResult(attempt -> {
                    updates.applyAll(List.of(take("s1", 1), take("s2", 1))).forEach(UpdateResult::orThrow);
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        assertThat(db.value(Integer.class, "select stock from sweet where id = 's1'"))
                .isEqualTo(1_000_000);
    }

    @EachDatabase
    void batches_in_any_order_never_deadlock(TestDatabase db) {
        List<Callers.Result<Object>> results = Callers.run(4, BOUND, caller -> () -> {
            Random random = new Random(caller);
            for (int i = 0; i < 40; i++) {
                List<Integer> order =
                        new ArrayList<>(IntStream.range(4, 20).boxed().toList());
                Collections.shuffle(order, random);
                updates.applyAll(order.stream().map(id -> take("s" + id, 1)).collect(Collectors.toList()))
                        .forEach(UpdateResult::orThrow);
            }
            return "done";
        });
        assertThat(results).extracting(Callers.Result::failure).containsOnlyNulls();
        assertThat(db.value(Long.class, "select sum(stock) from sweet where id not in ('s0', 's1', 's2', 's3')"))
                .isEqualTo(16L * 1_000_000 - 4 * 40 * 16);
    }

    @EachDatabase(ServerKind.MARIADB)
    void a_driver_that_hides_the_counts_is_refused(TestDatabase db) {
        Updates bulk = Updates.on(db.newPool(db.url("useBulkStmts=true"), 1));
        assertThatThrownBy(() -> bulk.applyAll(List.of(
                        bulk.table("sweet").key("id", "s1").set("stock", 1),
                        bulk.table("sweet").key("id", "s2").set("stock", 1))))
                .hasMessageContaining("useBulkStmts");
        assertThat(db.value(Integer.class, "select stock from sweet where id = 's1'"))
                .isEqualTo(1_000_000);
    }

    @EachDatabase(ServerKind.MARIADB)
    void inside_a_transaction_a_driver_that_hides_the_counts_writes_nothing_either(TestDatabase db) {
        Database database = Database.of(db.newPool(db.url("useBulkStmts=true"), 1));
        Updates bulk = Updates.on(database);
        Transactions.on(database)
                .runWithoutResult(attempt -> assertThatThrownBy(
                                () -> bulk.applyAll(List.of(setTo(bulk, "s1"), setTo(bulk, "s2"))))
                        .hasMessageContaining("Nothing was written"));
        assertThat(stock(db, "s1")).isEqualTo(1_000_000);
        assertThat(stock(db, "s2")).isEqualTo(1_000_000);
    }

    /** On PostgreSQL such a transaction is over. */
    @EachDatabase({ServerKind.MARIADB, ServerKind.H2})
    void inside_a_transaction_that_goes_on_nothing_is_left_of_a_batch_that_failed(TestDatabase db) {
        Transactions.on(Database.of(db.dataSource())).runWithoutResult(attempt -> {
            take("s5", 1).apply().orThrow();
            assertThatThrownBy(() -> updates.applyAll(List.of(
                            updates.table("sweet").key("id", "s1").assign("stock", "stock * ?", 2),
                            updates.table("sweet").key("id", "s2").assign("stock", "stock * ?", 1_000_000))))
                    .isInstanceOf(DataAccessException.class);
        });
        assertThat(stock(db, "s1")).isEqualTo(1_000_000);
        assertThat(stock(db, "s5")).isEqualTo(999_999);
    }

    @EachDatabase
    void refusals_by_constraints_are_refused_in_a_batch(TestDatabase db) {
        db.execute("alter table sweet add constraint enough check (stock >= 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> updates.applyAll(List.of(
                        updates.table("sweet")
                                .key("id", "s1")
                                .subtract("stock", 1)
                                .refusedBy("enough"),
                        updates.table("sweet")
                                .key("id", "s3")
                                .subtract("stock", 1)
                                .refusedBy("enough"))))
                .withMessageContainingAll("refusedBy", "sweet");
        assertThat(stock(db, "s1")).isEqualTo(1_000_000);
    }

    private static RowUpdate setTo(Updates updates, String sweet) {
        return updates.table("sweet").key("id", sweet).set("stock", 1);
    }

    private static int stock(TestDatabase db, String sweet) {
        return db.value(Integer.class, "select stock from sweet where id = ?", sweet);
    }
}
