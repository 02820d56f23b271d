package dev.safe4j.jdbc.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.constraint;
import static org.jooq.impl.DSL.name;

import dev.safe4j.lease.LeaseLostException;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.update.Refusal;
import dev.safe4j.update.UpdateResult;
import dev.safe4j.update.UpdateResult.Applied;
import dev.safe4j.update.UpdateResult.Missing;
import dev.safe4j.update.UpdateResult.Refused;
import java.math.BigInteger;
import java.time.Duration;
import java.util.stream.Stream;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class JooqFencingTest {

    private static final Ledger LEDGER = new Ledger();

    private final Locks locks = Locks.on(new MemoryLockStore());
    private SweetShop shop;
    private JooqUpdates updates;

    private static final class Ledger extends TableImpl<Record> {
        private static final long serialVersionUID = 1;
        final TableField<Record, Integer> ID = createField(name("id"), SQLDataType.INTEGER.nullable(false));
        final TableField<Record, String> STATE =
                createField(name("state"), SQLDataType.VARCHAR(20).nullable(false));
        final TableField<Record, Long> FENCE = createField(name("fence"), SQLDataType.BIGINT);
        final TableField<Record, BigInteger> SEEN =
                createField(name("seen"), SQLDataType.DECIMAL_INTEGER.precision(20));
        final TableField<Record, Integer> SMALL = createField(name("small"), SQLDataType.INTEGER);

        Ledger() {
            super(name("ledger"));
        }
    }

    @BeforeEach
    void open(TestDatabase db) {
        shop = new SweetShop(db);
        shop.dsl
                .createTable(LEDGER)
                .columns(LEDGER.fields())
                .constraints(constraint(name("pk_ledger")).primaryKey(LEDGER.ID))
                .execute();
        shop.dsl.insertInto(LEDGER, LEDGER.ID, LEDGER.STATE).values(1, "new").execute();
        updates = JooqUpdates.on(shop.dsl);
        shop.sent.clear();
    }

    @AfterEach
    void close() {
        locks.close();
    }

    private JooqRowUpdate post(int id, long fence) {
        return updates.update(LEDGER)
                .key(LEDGER.ID, id)
                .fencedBy(fence, LEDGER.FENCE)
                .set(LEDGER.STATE, "by " + fence);
    }

    private static Refusal refusal(UpdateResult result) {
        return ((Refused) result).refusal();
    }

    @EachDatabase
    void a_lower_number_is_refused_and_an_equal_or_higher_one_passes(TestDatabase db) {
        assertThat(post(1, 20).apply()).isEqualTo(Applied.PLAIN);
        shop.sent.clear();
        assertThat(post(1, 20).apply()).isEqualTo(Applied.PLAIN);
        assertThat(shop.sent).hasSize(1);
        assertThat(refusal(post(1, 19).apply())).isInstanceOfSatisfying(Refusal.StaleFence.class, stale -> {
            assertThat(stale.given()).isEqualTo(19);
            assertThat(stale.stored()).isEqualTo(20);
        });
        assertThat(post(7, 20).apply()).isInstanceOf(Missing.class);
        assertThat(refusal(post(1, 21).provided(LEDGER.STATE.eq("old")).apply()))
                .isInstanceOf(Refusal.ConditionNotMet.class);
        assertThat(shop.dsl.fetchValue(LEDGER.STATE)).isEqualTo("by 20");
        assertThat(refusal(updates.update(LEDGER)
                        .key(LEDGER.ID, 1)
                        .fencedBy(19, LEDGER.FENCE)
                        .delete()))
                .isInstanceOf(Refusal.StaleFence.class);
    }

    @EachDatabase
    void the_lock_is_asked_before_anything_is_sent(TestDatabase db) {
        HeldLock held = locks.acquire("ledger:1");
        assertThat(updates.update(LEDGER)
                        .key(LEDGER.ID, 1)
                        .fencedBy(held)
                        .set(LEDGER.STATE, "posted")
                        .apply())
                .isEqualTo(Applied.PLAIN);
        assertThat(shop.dsl.fetchValue(LEDGER.FENCE)).isEqualTo(held.fence());
        HeldLock lost = locks.withoutRenewal().lease(Duration.ofMillis(150)).acquire("ledger:2");
        Await.until(Duration.ofSeconds(20), "the lease is over", () -> !lost.isHeld());
        shop.sent.clear();
        assertThatThrownBy(() -> updates.update(LEDGER)
                        .key(LEDGER.ID, 1)
                        .fencedBy(lost, LEDGER.SEEN)
                        .set(LEDGER.STATE, "late")
                        .apply())
                .isInstanceOf(LeaseLostException.class);
        assertThat(shop.sent).isEmpty();
    }

    @EachDatabase
    void other_types_keep_it_and_columns_that_cannot_are_refused(TestDatabase db) {
        assertThat(updates.update(LEDGER)
                        .key(LEDGER.ID, 1)
                        .fencedBy(1_763_812_987_123_456L, LEDGER.SEEN)
                        .set(LEDGER.STATE, "x")
                        .apply())
                .isEqualTo(Applied.PLAIN);
        assertThat(refusal(updates.update(LEDGER)
                        .key(LEDGER.ID, 1)
                        .fencedBy(1_763_812_987_123_455L, LEDGER.SEEN)
                        .set(LEDGER.STATE, "y")
                        .apply()))
                .isInstanceOf(Refusal.StaleFence.class);
        Stream.<Runnable>of(
                        () -> post(1, -1),
                        () -> post(1, 20).fencedBy(20, LEDGER.SEEN),
                        () -> post(1, 20).set(LEDGER.FENCE, 7L).apply(),
                        () -> updates.update(LEDGER).key(LEDGER.ID, 1).fencedBy(1L << 40, LEDGER.SMALL))
                .forEach(call -> assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class));
    }
}
