package dev.safe4j.jdbc.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.CounterStore.Change;
import dev.safe4j.counter.CounterStore.Pace;
import dev.safe4j.counter.CounterStore.Take;
import dev.safe4j.counter.Counters;
import dev.safe4j.counter.Quota;
import dev.safe4j.counter.Sequence;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.SchemaMissingException;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.QueryTimeoutException;

/** The steps of the store beyond what the contract asks of every store, on each database. */
@Timeout(120)
class JdbcCounterStoreTest {

    private static final Pace DAYS = new Pace(Duration.ofDays(60).toNanos() / 1_000, 1);

    static JdbcCounterStore store(TestDatabase db) {
        JdbcCounterStore store = JdbcCounterStore.on(db.newPool(8));
        store.schema().create(Database.of(db.dataSource()));
        return store;
    }

    @EachDatabase
    void what_was_added_stays_if_the_transaction_of_the_caller_is_rolled_back(TestDatabase db) {
        store(db);
        JdbcCounterStore store = JdbcCounterStore.on(db.dataSource()); // the very one that the transaction is on
        Counters counters = Counters.on(store);
        Quota quota = Quota.on(store).limit(1).per(Duration.ofDays(1));
        assertThatThrownBy(() -> Transactions.on(Database.of(db.dataSource())).run(attempt -> {
                    counters.add("visits", 1);
                    assertThat(quota.take("ann").isGranted()).isTrue();
                    throw new IllegalStateException("back");
                }))
                .hasMessage("back");
        assertThat(counters.get("visits")).isEqualTo(1);
        assertThat(quota.take("ann").isGranted()).isFalse();
    }

    @EachDatabase
    void a_refused_take_writes_nothing(TestDatabase db) {
        JdbcCounterStore store = store(db);
        String counts = "select count0 from safe4j_counter_quota";
        assertThat(store.take(new Take("ann", DAYS, 5, 5)).isTaken()).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(store.take(new Take("ann", DAYS, 1, 5)).isTaken()).isFalse();
        }
        assertThat(db.value(Long.class, counts)).isEqualTo(5);
        assertThat(db.value(Long.class, "select count(*) from safe4j_counter_quota"))
                .isEqualTo(1);
    }

    /** A row whose newest slot is to come is what a clock that is set back finds. */
    @EachDatabase
    void a_clock_that_was_set_back_grants_no_more_and_counts_in_the_newest_slot(TestDatabase db) {
        JdbcCounterStore store = store(db);
        for (int slots : new int[] {1, 9}) {
            Pace pace = new Pace(60_000_000, slots);
            store.take(new Take("ann", pace, 2, 5));
            db.execute("update safe4j_counter_quota set newest = newest + 9 where slots = " + slots);
            long newest = db.value(Long.class, "select newest from safe4j_counter_quota where slots = " + slots);
            CounterStore.Window window = store.take(new Take("ann", pace, 3, 5));
            assertThat(window.isTaken()).isTrue();
            assertThat(window.ring().newest()).isEqualTo(newest);
            assertThat(window.ring().total()).isEqualTo(5);
            assertThat(store.take(new Take("ann", pace, 1, 5)).isTaken()).isFalse();
        }
        assertThat(store.purge(100)).as("of what counts").isZero();
    }

    @EachDatabase
    void blocks_are_rows_of_the_same_table_that_a_gapless_sequence_goes_on_from(TestDatabase db) {
        JdbcCounterStore store = store(db);
        assertThat(Sequence.inBlocks(store, 10).next("order")).isEqualTo(1);
        Database database = Database.of(db.dataSource());
        GaplessSequence gapless = GaplessSequence.on(database);
        long number = Transactions.on(database).run(attempt -> gapless.next("order"));
        assertThat(number).isEqualTo(11);
        assertThat(Sequence.inBlocks(store, 10).next("order")).isEqualTo(12);
    }

    @EachDatabase
    void a_purge_takes_what_is_over_in_several_transactions(TestDatabase db) {
        JdbcCounterStore store = store(db);
        store.take(new Take("late", DAYS, 1, 5));
        for (int i = 0; i < 25; i++) {
            db.execute("insert into safe4j_counter_quota (name, micros, slots, newest, count0"
                    + (db.kind() == ServerKind.MARIADB ? ", taken) " : ") ")
                    + "select concat('early-" + i + "-', n), 1000, 1, 5, 1"
                    + (db.kind() == ServerKind.MARIADB ? ", true" : "") + " from " + hundred(db));
        }
        assertThat(store.purge(1_200)).isEqualTo(1_200);
        assertThat(store.purge(10_000)).isEqualTo(1_300);
        assertThat(store.purge(10_000)).isZero();
        assertThat(store.purge(0)).isZero();
        assertThat(db.value(Long.class, "select count(*) from safe4j_counter_quota"))
                .isEqualTo(1);
    }

    private static String hundred(TestDatabase db) {
        return switch (db.kind()) {
            case POSTGRESQL -> "generate_series(1, 100) as s(n)";
            case MARIADB -> "(select seq as n from seq_1_to_100) s";
            default -> "(select x as n from system_range(1, 100)) s";
        };
    }

    /** A row that somebody else has locked is waited for, and not for ever. */
    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void the_wait_for_a_locked_row_is_bounded(TestDatabase db) {
        JdbcCounterStore made = store(db);
        made.add(new Change("visits", 0, 1, Long.MAX_VALUE));
        JdbcCounterStore store = JdbcCounterStore.builder(db.newPool(2))
                .timeLimit(Duration.ofSeconds(1))
                .build();
        Transactions.on(Database.of(db.dataSource())).run(attempt -> {
            new org.springframework.jdbc.core.JdbcTemplate(db.dataSource())
                    .update("update safe4j_counter set total = 7");
            long begin = System.nanoTime();
            assertThatThrownBy(() -> store.add(new Change("visits", 0, 1, Long.MAX_VALUE)))
                    .isInstanceOf(QueryTimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
            return null;
        });
        assertThat(store.add(new Change("visits", 0, 1, Long.MAX_VALUE)).value())
                .isEqualTo(8);
    }

    @EachDatabase
    void a_missing_table_is_named_with_what_creates_it(TestDatabase db) {
        JdbcCounterStore store =
                JdbcCounterStore.builder(db.dataSource()).table("other").build();
        assertThatThrownBy(() -> Counters.on(store).get("visits"))
                .isInstanceOf(SchemaMissingException.class)
                .hasMessageContaining("/counter.sql")
                .hasMessageContaining("create table other_quota (")
                .hasMessageContaining("create table other (");
        store.schema().create(store.database());
        assertThat(Counters.on(store).add("visits", 1)).isEqualTo(1);
        assertThat(db.value(Long.class, "select count(*) from other")).isEqualTo(1);
    }

    @EachDatabase({ServerKind.H2})
    void what_cannot_be_is_said_at_once(TestDatabase db) {
        JdbcCounterStore store = store(db);
        assertThatThrownBy(() -> store.add(new Change("x".repeat(201), 0, 1, 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.take(new Take("x".repeat(201), DAYS, 1, 1)))
                .isInstanceOf(IllegalArgumentException.class);
        for (Duration limit : new Duration[] {Duration.ZERO, Duration.ofMillis(999), Duration.ofSeconds(61)}) {
            assertThatThrownBy(() -> JdbcCounterStore.builder(db.dataSource()).timeLimit(limit))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
