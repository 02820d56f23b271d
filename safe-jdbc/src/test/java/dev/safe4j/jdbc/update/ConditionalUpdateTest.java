package dev.safe4j.jdbc.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.KeyNotUniqueException;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.update.Refusal;
import dev.safe4j.update.RowMissingException;
import dev.safe4j.update.UpdateRefusedException;
import dev.safe4j.update.UpdateResult;
import dev.safe4j.update.UpdateResult.Applied;
import dev.safe4j.update.UpdateResult.Missing;
import dev.safe4j.update.UpdateResult.Refused;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;

class ConditionalUpdateTest {

    private Database database;
    private Updates updates;
    private Transactions transactions;

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute(
                "create table sweet (id bigint primary key, name varchar(20) not null, stock int not null,"
                        + " price decimal(10,2) not null, constraint stock_floor check (stock >= 0))",
                "create table order_line (order_id int, line int, amount int, note varchar(20), primary key (order_id, line))",
                "insert into sweet values (1, 'fudge', 3, 1.50), (2, 'toffee', 0, 0.99)",
                "insert into order_line values (1, 1, 5, 'a'), (1, 2, 7, 'a')");
        database = Database.of(db.dataSource());
        updates = Updates.on(database);
        transactions = Transactions.on(database);
    }

    private RowUpdate buy(long sweet, int amount) {
        return updates.table("sweet").key("id", sweet).subtract("stock", amount).provided("stock >= ?", amount);
    }

    @EachDatabase
    void applied_refused_and_missing_are_told_apart(TestDatabase db) {
        assertThat(buy(1, 2).apply()).isEqualTo(Applied.PLAIN);
        assertThat(buy(1, 2).apply())
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal())
                                .isInstanceOfSatisfying(Refusal.ConditionNotMet.class, why -> {
                                    assertThat(why.condition()).isEqualTo("stock >= ?");
                                    assertThat(why.row()).hasToString("sweet 1");
                                }));
        assertThat(buy(99, 2).apply())
                .isInstanceOfSatisfying(
                        Missing.class, missing -> assertThat(missing.row()).hasToString("sweet 99"));
        assertThat(db.value(Integer.class, "select stock from sweet where id = 1"))
                .isEqualTo(1);
    }

    @EachDatabase
    void what_would_be_added_to_a_null_is_refused_and_not_lost(TestDatabase db) {
        db.execute(
                "create table purse (id bigint primary key, amount decimal(10,2))",
                "insert into purse values (1, null), (2, 5.00)");
        for (UnaryOperator<RowUpdate> change : List.<UnaryOperator<RowUpdate>>of(
                purse -> purse.add("amount", 50), purse -> purse.subtract("amount", 1))) {
            assertThat(change.apply(updates.table("purse").key("id", 1)).apply())
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.refusal().toString()).contains("is not null"));
            assertThat(change.apply(updates.table("purse").key("id", 2)).apply())
                    .isEqualTo(Applied.PLAIN);
            assertThat(change.apply(updates.table("purse").key("id", 3)).apply())
                    .isInstanceOf(Missing.class);
        }
        assertThat(updates.applyAll(List.of(
                        updates.table("purse").key("id", 1).add("amount", 50),
                        updates.table("purse").key("id", 2).add("amount", 50))))
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOf(Refused.class),
                        second -> assertThat(second).isEqualTo(Applied.PLAIN));
        assertThat(db.rows("select amount from purse order by id").toString())
                .isEqualTo("[{amount=null}, {amount=104.00}]");
    }

    @EachDatabase
    void without_a_condition_no_row_is_missing(TestDatabase db) {
        assertThat(updates.table("sweet").key("id", 99).set("name", "x").apply())
                .isInstanceOf(Missing.class);
        assertThat(db.value(Long.class, "select count(*) from sweet where name = 'x'"))
                .isZero();
    }

    @EachDatabase
    void results_can_be_thrown(TestDatabase db) {
        assertThatThrownBy(() -> buy(2, 1).apply().orThrow())
                .isInstanceOf(UpdateRefusedException.class)
                .hasMessage("sweet 2 was not changed: it does not meet the condition stock >= ?.");
        assertThatThrownBy(() -> buy(99, 1).apply().orThrow(IllegalStateException::new))
                .isInstanceOf(RowMissingException.class)
                .hasMessage("there is no row sweet 99.");
        assertThatThrownBy(() -> buy(2, 1).apply().orThrow(() -> new IllegalStateException("sold out")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("sold out");
    }

    @EachDatabase
    void returns_the_new_values_alone_and_in_a_transaction(TestDatabase db) {
        UpdateResult alone = buy(1, 1).returning("stock", "price").apply();
        assertThat(alone.orThrow().values().number("stock")).isEqualTo(2);
        assertThat(alone.orThrow().values().decimal("price")).isEqualTo(new BigDecimal("1.50"));
        UpdateResult joined =
                transactions.run(attempt -> buy(1, 2).returning("STOCK").apply());
        assertThat(joined.orThrow().values().number("STOCK")).isZero();
        assertThat(buy(1, 1).returning("stock").apply()).isInstanceOf(Refused.class);
    }

    @EachDatabase
    void joins_the_callers_transaction(TestDatabase db) {
        assertThatThrownBy(() -> transactions.runWithoutResult(attempt -> {
                    buy(1, 2).apply().orThrow();
                    assertThat(buy(1, 2).apply()).isInstanceOf(Refused.class);
                    assertThat(buy(99, 2).apply()).isInstanceOf(Missing.class);
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");
        assertThat(db.value(Integer.class, "select stock from sweet where id = 1"))
                .isEqualTo(3);
    }

    @EachDatabase
    void composite_keys_and_several_assignments_and_conditions(TestDatabase db) {
        UpdateResult result = updates.table("order_line")
                .key(Map.of("order_id", 1, "line", 2))
                .add("amount", 3)
                .set("note", null)
                .provided("amount < ?", 10)
                .provided("note = ?", "a")
                .apply();
        assertThat(result.isApplied()).isTrue();
        assertThat(db.rows("select line, amount, note from order_line order by line")
                        .toString())
                .isEqualTo("[{line=1, amount=5, note=a}, {line=2, amount=10, note=null}]");
    }

    @EachDatabase
    void expressions_read_the_row_as_it_was(TestDatabase db) {
        updates.table("sweet")
                .key("id", 1)
                .set("price", new BigDecimal("9.99"))
                .assign("stock", "stock + cast(price * 2 as int) + ?", 1)
                .apply()
                .orThrow();
        assertThat(db.value(Integer.class, "select stock from sweet where id = 1"))
                .isEqualTo(7);
    }

    @EachDatabase
    void a_key_that_is_not_unique_is_rolled_back_alone(TestDatabase db) {
        assertThatThrownBy(() -> updates.table("order_line")
                        .key("order_id", 1)
                        .set("amount", 0)
                        .apply())
                .isInstanceOf(KeyNotUniqueException.class)
                .hasMessageContaining("{order_id=1}")
                .hasMessageContaining("matched 2 rows");
        assertThat(db.value(Long.class, "select sum(amount) from order_line")).isEqualTo(12);
    }

    @EachDatabase
    void a_key_that_is_not_unique_is_rolled_back_in_a_transaction_that_goes_on(TestDatabase db) {
        transactions.runWithoutResult(attempt -> {
            buy(1, 1).apply().orThrow();
            assertThatThrownBy(
                            () -> updates.table("order_line").key("order_id", 1).delete())
                    .isInstanceOf(KeyNotUniqueException.class);
            buy(1, 1).apply().orThrow();
        });
        assertThat(db.value(Long.class, "select sum(amount) from order_line")).isEqualTo(12);
        assertThat(db.value(Integer.class, "select stock from sweet where id = 1"))
                .isEqualTo(1);
    }

    @EachDatabase
    void a_key_that_is_not_proven_unique_works_where_it_hits_one_row(TestDatabase db) {
        assertThat(updates.table("sweet")
                        .key("name", "fudge")
                        .set("stock", 9)
                        .returning("stock")
                        .apply()
                        .orThrow()
                        .values()
                        .number("stock"))
                .isEqualTo(9);
        assertThat(updates.table("sweet").key("name", "none").set("stock", 9).apply())
                .isInstanceOf(Missing.class);
    }

    @EachDatabase
    void deletes_under_a_condition(TestDatabase db) {
        assertThat(updates.table("sweet").key("id", 1).provided("stock = 0").delete())
                .isInstanceOf(Refused.class);
        assertThat(updates.table("sweet")
                        .key("id", 2)
                        .provided("stock = 0")
                        .delete()
                        .isApplied())
                .isTrue();
        assertThat(updates.table("sweet").key("id", 2).delete()).isInstanceOf(Missing.class);
        assertThat(db.value(Long.class, "select count(*) from sweet")).isEqualTo(1);
    }

    @EachDatabase
    void a_named_check_becomes_a_refusal_and_the_transaction_goes_on(TestDatabase db) {
        transactions.runWithoutResult(attempt -> {
            UpdateResult result = updates.table("sweet")
                    .key("id", 1)
                    .subtract("stock", 4)
                    .refusedBy("stock_floor")
                    .apply();
            assertThat(result)
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.refusal())
                                    .isInstanceOfSatisfying(
                                            Refusal.ConstraintViolated.class,
                                            why -> assertThat(why.constraint()).isEqualTo("stock_floor")));
            buy(1, 3).apply().orThrow();
        });
        assertThat(db.value(Integer.class, "select stock from sweet where id = 1"))
                .isZero();
    }

    @EachDatabase
    void a_constraint_that_was_not_named_stays_an_error(TestDatabase db) {
        assertThatThrownBy(() -> updates.table("sweet")
                        .key("id", 1)
                        .subtract("stock", 4)
                        .refusedBy("other")
                        .apply())
                .isInstanceOf(org.springframework.dao.DataIntegrityViolationException.class);
    }
}
