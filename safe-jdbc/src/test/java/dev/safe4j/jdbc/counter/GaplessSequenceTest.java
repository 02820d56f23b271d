package dev.safe4j.jdbc.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.counter.CounterLimitException;
import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.CounterStore.Change;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Numbers in the caller's transactions, on each database. */
@Timeout(120)
class GaplessSequenceTest {

    private static final Duration BOUND = Duration.ofMinutes(1);

    private static GaplessSequence sequence(Database database) {
        GaplessSequence sequence = GaplessSequence.on(database);
        sequence.schema().create(database);
        return sequence;
    }

    private static long next(Transactions transactions, GaplessSequence sequence, String name) {
        return transactions.run(attempt -> sequence.next(name));
    }

    @EachDatabase
    void numbers_begin_at_one_and_one_that_is_rolled_back_is_the_next_ones(TestDatabase db) {
        Database database = Database.of(db.dataSource());
        GaplessSequence sequence = sequence(database);
        Transactions transactions = Transactions.on(database);
        assertThat(next(transactions, sequence, "bill")).isEqualTo(1);
        Long two = transactions.run(attempt -> sequence.next("bill") + sequence.next("bill"));
        assertThat(two).isEqualTo(2 + 3);
        assertThatThrownBy(() -> transactions.run(attempt -> {
                    assertThat(sequence.next("bill")).isEqualTo(4);
                    throw new IllegalStateException("back");
                }))
                .hasMessage("back");
        assertThat(next(transactions, sequence, "bill")).isEqualTo(4);
        assertThat(next(transactions, sequence, "other")).isEqualTo(1);
    }

    @EachDatabase
    void outside_a_transaction_it_refuses(TestDatabase db) {
        GaplessSequence sequence = sequence(Database.of(db.dataSource()));
        assertThatThrownBy(() -> sequence.next("bill"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'bill'")
                .hasMessageContaining("no transaction is open");
        assertThat(db.value(Long.class, "select count(*) from safe4j_counter")).isZero();
    }

    /** A third of the transactions is rolled back; the bills of the others have every number once. */
    @EachDatabase
    void of_many_transactions_at_once_those_that_commit_have_every_number_once(TestDatabase db) {
        Database database = Database.of(db.newPool(8));
        GaplessSequence sequence = sequence(database);
        db.execute("create table bill (number bigint primary key)");
        JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
        Transactions transactions = Transactions.on(database).readCommitted();
        List<Callers.Result<Integer>> results = Callers.run(8, BOUND, caller -> () -> {
            int back = 0;
            for (int i = 0; i < 30; i++) {
                boolean goesBack = (caller + i) % 3 == 0;
                try {
                    transactions.run(attempt -> {
                        jdbc.update("insert into bill values (?)", sequence.next("bill"));
                        if (goesBack) {
                            throw new IllegalStateException("back");
                        }
                        return null;
                    });
                } catch (IllegalStateException expected) {
                    back++;
                }
            }
            return back;
        });
        assertThat(results).allMatch(Callers.Result::isSuccess);
        int back = results.stream().mapToInt(each -> each.value()).sum();
        assertThat(back).isEqualTo(80);
        List<Long> numbers = jdbc.queryForList("select number from bill order by number", Long.class);
        assertThat(numbers)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 240 - back).boxed().toList());
    }

    /** The next one waits for the end of the transaction that has the number, and gets the same one if that is rolled back. */
    @EachDatabase
    void the_next_waits_until_the_transaction_has_ended(TestDatabase db) {
        Database database = Database.of(db.newPool(4));
        GaplessSequence sequence = sequence(database);
        Transactions transactions = Transactions.on(database).readCommitted();
        transactions.run(attempt -> sequence.next("bill"));
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch asking = new CountDownLatch(1);
        List<Callers.Result<Long>> both = Callers.run(2, BOUND, caller -> () -> {
            if (caller == 1) {
                assertThat(taken.await(20, TimeUnit.SECONDS)).isTrue();
                asking.countDown();
                return next(transactions, sequence, "bill");
            }
            assertThatThrownBy(() -> transactions.run(attempt -> {
                        assertThat(sequence.next("bill")).isEqualTo(2);
                        taken.countDown();
                        assertThat(asking.await(20, TimeUnit.SECONDS)).isTrue();
                        throw new IllegalStateException("back");
                    }))
                    .hasMessage("back");
            return 0L;
        });
        assertThat(both).as("callers").allMatch(Callers.Result::isSuccess);
        assertThat(both.get(1).value()).isEqualTo(2);
    }

    /** The trap that the docs name: who waited at REPEATABLE READ has to begin again. */
    @EachDatabase({ServerKind.POSTGRESQL})
    void at_repeatable_read_on_postgresql_who_comes_second_is_a_conflict_to_be_run_again(TestDatabase db) {
        Database database = Database.of(db.newPool(4));
        GaplessSequence sequence = sequence(database);
        JdbcTransactionManager manager = new JdbcTransactionManager(database.dataSource());
        TransactionTemplate repeatable = new TransactionTemplate(manager);
        repeatable.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        TransactionTemplate another = new TransactionTemplate(manager);
        another.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        another.execute(status -> sequence.next("bill"));
        JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
        List<Throwable> thrown = new ArrayList<>();
        try {
            repeatable.execute(status -> {
                jdbc.queryForList("select * from safe4j_counter"); // the snapshot is of now
                another.execute(inner -> sequence.next("bill"));
                return sequence.next("bill");
            });
        } catch (RuntimeException conflict) {
            thrown.add(conflict);
        }
        assertThat(thrown).hasSize(1);
        assertThat(database.faults().classify(thrown.get(0))).isEqualTo(FaultClass.CONFLICT);
        Long next = another.execute(status -> sequence.next("bill"));
        assertThat(next).isEqualTo(3);
    }

    @EachDatabase
    void at_its_end_it_says_so(TestDatabase db) {
        Database database = Database.of(db.dataSource());
        GaplessSequence sequence = sequence(database);
        JdbcCounterStore.on(db.newPool(2))
                .add(new Change("bill", CounterStore.SEQUENCE, Long.MAX_VALUE, Long.MAX_VALUE));
        assertThatThrownBy(() -> Transactions.on(database).run(attempt -> sequence.next("bill")))
                .isInstanceOf(CounterLimitException.class);
    }

    @EachDatabase({ServerKind.H2})
    void a_name_that_can_be_none_is_refused(TestDatabase db) {
        GaplessSequence sequence = sequence(Database.of(db.dataSource()));
        for (String name : new String[] {null, "", " ", "x".repeat(201), "half \ud83c"}) {
            assertThatThrownBy(() -> sequence.next(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
