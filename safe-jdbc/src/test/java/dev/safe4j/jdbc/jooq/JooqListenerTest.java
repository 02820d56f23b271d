package dev.safe4j.jdbc.jooq;

import static dev.safe4j.jdbc.jooq.SweetShop.CUSTOMER;
import static dev.safe4j.jdbc.jooq.SweetShop.DOC;
import static dev.safe4j.jdbc.jooq.SweetShop.SWEET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.rowlock.RowsLockedException;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.update.RowListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jooq.Field;
import org.junit.jupiter.api.Tag;

/** What listeners are told of jOOQ's writes and row locks: what they are of others. */
@Tag("slow")
class JooqListenerTest {

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final RowListener listener = new RowListener() {
        @Override
        public void onWrite(String table, Outcome outcome) {
            told.add(table + " " + outcome);
        }

        @Override
        public void onLock(String table, Locking outcome, Duration took) {
            told.add(table + " " + outcome);
        }
    };

    @EachDatabase
    void they_are_told_what_became_of_writes(TestDatabase db) {
        SweetShop shop = SweetShop.open(db);
        JooqUpdates updates = JooqUpdates.on(shop.dsl).listener(listener);
        updates.update(SWEET)
                .key(SWEET.ID, 1)
                .set(SWEET.STOCK, 0)
                .provided(SWEET.STOCK.ge(1))
                .apply();
        shop.dsl.transaction(trx -> updates.in(trx)
                .update(SWEET)
                .key(SWEET.ID, 1)
                .set(SWEET.STOCK, 0)
                .provided(SWEET.STOCK.ge(1))
                .apply());
        updates.update(DOC)
                .key(DOC.ID, 17)
                .version(DOC.VERSION, 3L)
                .set(DOC.CONTENT, "second")
                .apply();
        updates.update(DOC).key(DOC.ID, 18).delete();
        Map<Field<?>, Object> ann = Map.of(CUSTOMER.ID, 1, CUSTOMER.MAIL, "ann");
        updates.insertIfAbsent(CUSTOMER, ann);
        updates.insertIfAbsentNamingConstraint(CUSTOMER, ann);
        assertThat(told)
                .containsExactly(
                        "sweet APPLIED",
                        "sweet REFUSED",
                        "document STALE",
                        "document MISSING",
                        "customer APPLIED",
                        "customer DUPLICATE");
    }

    @EachDatabase
    void and_of_row_locks(TestDatabase db) {
        SweetShop shop = SweetShop.open(db);
        JooqRowLocks locks = JooqRowLocks.on(shop.dsl).listener(listener);
        shop.dsl.transaction(holder -> {
            locks.in(holder).guard(SWEET, SWEET.ID, 1);
            locks.in(holder).table(SWEET).key(SWEET.ID, 1).forUpdate();
            assertThatThrownBy(() -> shop.dsl.transaction(other -> locks.in(other)
                            .table(SWEET)
                            .key(SWEET.ID, 1)
                            .noWait()
                            .forUpdate()))
                    .isInstanceOf(RowsLockedException.class);
            assertThatThrownBy(() -> shop.dsl.transaction(other -> locks.in(other)
                            .table(SWEET)
                            .key(SWEET.ID, 1)
                            .within(Duration.ofMillis(100))
                            .forUpdate()))
                    .isInstanceOf(RowsLockedException.class);
        });
        assertThat(told).containsExactly("sweet LOCKED", "sweet LOCKED", "sweet BUSY", "sweet TIMED_OUT");
    }
}
