package dev.safe4j.jdbc.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.SchemaMissingException;
import dev.safe4j.jdbc.transaction.InsideTransactionException;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.update.RowMissingException;
import dev.safe4j.update.UpdateRefusedException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.dao.DataIntegrityViolationException;

class ReservationsTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private Database database;
    private Transactions transactions;
    private Reservations sweets;

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute(
                "create table sweet (id bigint primary key, name varchar(20), stock int not null)",
                "insert into sweet values (7, 'fudge', 5)",
                "create table purse (id " + (db.kind() == ServerKind.POSTGRESQL ? "uuid" : "varchar(36)")
                        + " primary key, money decimal(10,2) not null)");
        database = Database.of(db.dataSource());
        Reservations.schema(database).create(database);
        transactions = Transactions.on(database);
        sweets = Reservations.on(transactions, database, "sweet", "id", "stock");
    }

    private static int stock(TestDatabase db) {
        return db.value(Integer.class, "select stock from sweet where id = 7");
    }

    private static void letAllEnd(TestDatabase db) {
        db.execute("update safe4j_hold set hold_until = " + ("timestamp '2001-01-01 00:00:00'"));
    }

    @EachDatabase
    void what_is_confirmed_does_not_come_back_and_what_is_not_does(TestDatabase db) {
        try (Hold hold = sweets.take(7, 2).until(Duration.ofMinutes(1)).reserve()) {
            assertThat(stock(db)).isEqualTo(3);
            assertThat(sweets.state(hold.id())).contains(HoldState.HELD);
            hold.confirm();
            hold.confirm();
        }
        assertThat(stock(db)).isEqualTo(3);
        Hold left;
        try (Hold hold = sweets.take(7, 3).reserve()) {
            left = hold;
            assertThat(stock(db)).isZero();
        }
        assertThat(stock(db)).isEqualTo(3);
        assertThat(sweets.state(left.id())).contains(HoldState.CANCELLED);
        assertThat(left.cancel()).as("given back already").isTrue();
        assertThat(stock(db)).isEqualTo(3);
        assertThatThrownBy(left::confirm)
                .isInstanceOfSatisfying(
                        HoldOverException.class,
                        over -> assertThat(over.state()).hasValue(HoldState.CANCELLED))
                .hasMessageContaining(left.id());
    }

    @EachDatabase
    void no_more_is_put_aside_than_is_there(TestDatabase db) {
        List<Callers.Result<Optional<Hold>>> results =
                Callers.run(20, BOUND, caller -> () -> sweets.take(7, 1).tryReserve());
        assertThat(results).extracting(Callers.Result::failure).containsOnlyNulls();
        assertThat(results).filteredOn(each -> each.value().isPresent()).hasSize(5);
        assertThat(stock(db)).isZero();
        assertThat(db.value(Long.class, "select count(*) from safe4j_hold")).isEqualTo(5);
        assertThatThrownBy(() -> sweets.take(7, 1).reserve()).isInstanceOf(UpdateRefusedException.class);
        assertThatThrownBy(() -> sweets.take(8, 1).tryReserve()).isInstanceOf(RowMissingException.class);
    }

    @EachDatabase
    void what_was_forgotten_is_swept_back_exactly_once(TestDatabase db) {
        for (int i = 0; i < 5; i++) {
            sweets.take(7, 1).reserve();
        }
        assertThat(sweets.sweep(100)).as("their time is not over").isZero();
        letAllEnd(db);
        List<Callers.Result<Integer>> sweeps = Callers.run(4, BOUND, caller -> () -> sweets.sweep(100));
        assertThat(sweeps).extracting(Callers.Result::failure).containsOnlyNulls();
        assertThat(sweeps.stream().mapToInt(Callers.Result::value).sum()).isEqualTo(5);
        assertThat(stock(db)).isEqualTo(5);
    }

    @EachDatabase
    void holds_that_cannot_be_given_back_keep_none_of_the_younger_ones(TestDatabase db) {
        db.execute("insert into sweet values (8, 'toffee', 3)");
        List<String> stuck = IntStream.range(0, 3)
                .mapToObj(i -> sweets.take(8, 1).reserve().id())
                .toList();
        sweets.take(7, 2).reserve();
        letAllEnd(db);
        db.execute(
                "update safe4j_hold set hold_until = timestamp '2002-01-01 00:00:00' where row_key = '7'",
                "alter table sweet add constraint shelf_closed check (id <> 8 or stock = 0)");
        assertThatThrownBy(() -> sweets.sweep(2))
                .isInstanceOf(DataIntegrityViolationException.class)
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(2));
        assertThat(stock(db)).isEqualTo(5);
        assertThat(stuck).allSatisfy(id -> assertThat(sweets.state(id)).contains(HoldState.HELD));
        db.execute("alter table sweet drop constraint shelf_closed");
        assertThat(sweets.sweep(2)).isEqualTo(2);
        assertThat(sweets.sweep(2)).isEqualTo(1);
        assertThat(db.value(Integer.class, "select stock from sweet where id = 8"))
                .isEqualTo(3);
    }

    @EachDatabase
    void a_hold_of_another_quantity_is_not_there(TestDatabase db) {
        String id = sweets.take(7, 1).reserve().id();
        Reservations purses = Reservations.on(transactions, database, "purse", "id", "money");
        assertThatThrownBy(() -> purses.hold(id).confirm())
                .isInstanceOf(HoldOverException.class)
                .hasMessageContaining("is not there");
        assertThat(sweets.state(id)).contains(HoldState.HELD);
    }

    @EachDatabase
    void of_a_confirmation_and_a_sweep_that_meet_one_wins(TestDatabase db) {
        int confirmed = 0;
        for (int i = 0; i < 20 * Callers.repetitions(); i++) {
            db.execute("update sweet set stock = 1 where id = 7");
            Hold hold = sweets.take(7, 1).reserve();
            letAllEnd(db);
            List<Callable<Object>> both = List.of(
                    () -> {
                        hold.confirm();
                        return true;
                    },
                    () -> sweets.sweep(10) == 1);
            List<Callers.Result<Object>> results = Callers.run(2, BOUND, both::get);
            boolean isConfirmed = results.get(0).isSuccess();
            assertThat(results.get(1).value()).as("swept").isEqualTo(!isConfirmed);
            assertThat(stock(db)).isEqualTo(isConfirmed ? 0 : 1);
            if (!isConfirmed) {
                assertThat(results.get(0).failure()).isInstanceOf(HoldOverException.class);
            }
            confirmed += isConfirmed ? 1 : 0;
        }
        assertThat(confirmed).as("either can win, but not always the sweep").isPositive();
    }

    @EachDatabase
    void another_process_goes_on_with_it_by_its_id(TestDatabase db) {
        String id = sweets.take(7, 1).reserve().id();
        Reservations elsewhere = Reservations.on(transactions, Database.of(db.dataSource()), "sweet", "id", "stock");
        elsewhere.hold(id).confirm();
        assertThat(sweets.hold(id).cancel()).as("it was confirmed").isFalse();
        assertThat(stock(db)).isEqualTo(4);
        assertThatThrownBy(() -> sweets.hold("nobody's").confirm()).hasMessageContaining("is not there");
    }

    @EachDatabase
    void money_and_other_keys_are_held_to_the_cent(TestDatabase db) {
        String key = "0b3e4d6c-5f6a-4f0e-9d53-3a2f6f4d9c11";
        db.execute("insert into purse values ('" + key + "', 10.00)");
        Reservations purses = Reservations.on(transactions, database, "purse", "id", "money");
        Hold hold = purses.take(key, new BigDecimal("9.99")).reserve();
        assertThat(db.value(BigDecimal.class, "select money from purse")).isEqualByComparingTo("0.01");
        letAllEnd(db);
        assertThat(sweets.sweep(10)).as("another table's").isZero();
        assertThat(purses.sweep(10)).isEqualTo(1);
        assertThat(db.value(BigDecimal.class, "select money from purse")).isEqualByComparingTo("10.00");
        assertThatThrownBy(hold::confirm).isInstanceOf(HoldOverException.class);
        assertThat(purses.purge(Duration.ofMinutes(1), 10)).isEqualTo(1);
        assertThat(purses.state(hold.id())).isEmpty();
    }

    @EachDatabase
    void inside_a_transaction_it_refuses(TestDatabase db) {
        Hold hold = sweets.take(7, 1).reserve();
        transactions.runWithoutResult(attempt -> {
            assertThatThrownBy(() -> sweets.take(7, 1).reserve()).isInstanceOf(InsideTransactionException.class);
            assertThatThrownBy(hold::confirm).isInstanceOf(InsideTransactionException.class);
            assertThatThrownBy(hold::cancel).isInstanceOf(InsideTransactionException.class);
        });
        assertThat(stock(db)).isEqualTo(4);
    }

    @EachDatabase
    void what_makes_no_sense_is_refused_before_any_statement(TestDatabase db) {
        for (Number none : List.of(0, -1, new BigDecimal("0.00"))) {
            assertThatIllegalArgumentException().isThrownBy(() -> sweets.take(7, none));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> sweets.take(7, new BigDecimal("0.0000000001")));
        assertThatIllegalArgumentException().isThrownBy(() -> sweets.take(7, 1).until(Duration.ofMillis(10)));
        assertThatIllegalArgumentException().isThrownBy(() -> sweets.take(7, 1).until(Duration.ofDays(31)));
        assertThatIllegalArgumentException().isThrownBy(() -> sweets.sweep(0));
        assertThatIllegalArgumentException().isThrownBy(() -> sweets.purge(Duration.ZERO, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reservations.on(transactions, database, "sweet", "name", "stock"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reservations.on(transactions, database, "sweet", "id", "name"));
        db.execute("drop table safe4j_hold");
        Database other = Database.of(db.dataSource());
        assertThatThrownBy(() -> Reservations.on(transactions, other, "sweet", "id", "stock"))
                .isInstanceOf(SchemaMissingException.class)
                .hasMessageContaining("safe4j_hold");
        assertThat(stock(db)).isEqualTo(5);
    }
}
