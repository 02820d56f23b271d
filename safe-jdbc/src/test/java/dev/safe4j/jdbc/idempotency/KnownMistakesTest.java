package dev.safe4j.jdbc.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.safe4j.idempotency.Execution;
import dev.safe4j.once.Inbox;
import dev.safe4j.once.InboxResult;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Mistakes of other stores that only SQL can make, by their numbers; the others stand in the contract and in the tests of core. */
@Timeout(120)
class KnownMistakesTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private static TransactionTemplate spring(Requests shop) {
        return new TransactionTemplate(new JdbcTransactionManager(shop.database.dataSource()));
    }

    /** Each caller holds a connection and needs a claim: from another pool, so that nobody waits for the others' connections. */
    @EachDatabase
    void m16_callers_who_hold_all_connections_of_the_application_still_get_their_claims(TestDatabase db) {
        int callers = 3;
        try (Requests shop = Requests.in(db, db.newPool(callers), false)) {
            CyclicBarrier allHold = new CyclicBarrier(callers);
            var results = Callers.run(
                    callers,
                    BOUND,
                    caller -> () -> spring(shop).execute(status -> {
                        shop.place("before " + caller);
                        await(allHold);
                        return shop.order("k" + caller).run(attempt -> shop.place("k" + caller));
                    }));
            assertThat(results).allMatch(Callers.Result::isSuccess);
            for (int caller = 0; caller < callers; caller++) {
                assertThat(shop.effects("k" + caller)).isEqualTo(1);
            }
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Claim, effect and answer are on one connection: one is enough. */
    @EachDatabase
    void m16_in_the_same_transaction_one_connection_is_enough(TestDatabase db) {
        try (Requests shop = Requests.in(db, db.newPool(1), false)) {
            for (int i = 0; i < 2; i++) {
                assertThat(shop.order("k").sameTransaction().run(attempt -> shop.place("k")))
                        .isEqualTo("order of k");
            }
            assertThat(shop.effects("k")).isEqualTo(1);
        }
    }

    /** The claim that meets its like must not end the transaction, or its commit would silently roll back. */
    @EachDatabase
    void m17_a_transaction_that_met_a_duplicate_goes_on_and_commits(TestDatabase db) {
        try (Requests shop = Requests.in(db)) {
            Inbox inbox = Inbox.on(shop.transactional);
            inbox.process("payments", "e", () -> shop.place("e"));
            spring(shop).executeWithoutResult(status -> {
                assertThat(inbox.process("payments", "e", () -> shop.place("e")))
                        .isInstanceOf(InboxResult.AlreadyDone.class);
                shop.place("after it");
            });
            assertThat(shop.effects("e")).isEqualTo(1);
            assertThat(shop.effects("after it")).isEqualTo(1);
        }
    }

    /** What was committed after the snapshot is seen, or to be looked for again in another transaction; never without end, nor done again. */
    @EachDatabase
    void m18_a_loser_in_an_older_snapshot_ends(TestDatabase db) {
        try (Requests shop = Requests.in(db)) {
            Inbox inbox = Inbox.on(shop.transactional);
            TransactionTemplate repeatable = spring(shop);
            repeatable.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
            AtomicReference<InboxResult> found = new AtomicReference<>();
            Throwable failure = catchThrowable(() -> repeatable.executeWithoutResult(status -> {
                assertThat(shop.jdbc.queryForObject("select count(*) from safe4j_idempotency", Long.class))
                        .isZero();
                Callers.run(1, BOUND, other -> () -> inbox.process("payments", "e", () -> shop.place("e")));
                found.set(inbox.process("payments", "e", () -> shop.place("e")));
            }));
            if (failure == null) {
                assertThat(found.get()).isInstanceOfAny(InboxResult.AlreadyDone.class, InboxResult.InProgress.class);
            } else {
                assertThat(shop.database.faults().classify(failure)).isEqualTo(FaultClass.CONFLICT);
            }
            assertThat(inbox.process("payments", "e", () -> shop.place("e")))
                    .isInstanceOf(InboxResult.AlreadyDone.class);
            assertThat(shop.effects("e")).isEqualTo(1);
        }
    }

    /** Of the work itself, and with every word in it that a claim's own could have. */
    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB, ServerKind.H2})
    void m20_a_violated_rule_of_the_work_is_no_duplicate_whatever_its_text_says(TestDatabase db) {
        try (Requests shop = Requests.in(db)) {
            db.execute(
                    "create table duplicate_entry_unique_constraint_23505 (id int not null primary key)",
                    "insert into duplicate_entry_unique_constraint_23505 values (1)");
            var order = shop.order("k").sameTransaction();
            assertThatThrownBy(() -> order.run(attempt -> {
                        shop.place("k");
                        shop.jdbc.update("insert into duplicate_entry_unique_constraint_23505 values (1)");
                        return "not reached";
                    }))
                    .isInstanceOf(DataIntegrityViolationException.class)
                    .hasMessageContaining("duplicate_entry_unique_constraint_23505");
            assertThat(shop.effects("k")).isZero();
            assertThat(order.tryRun(attempt -> shop.place("k"))).isEqualTo(new Execution.Ran<>("order of k", 1));
            assertThat(shop.effects("k")).isEqualTo(1);
        }
    }
}
