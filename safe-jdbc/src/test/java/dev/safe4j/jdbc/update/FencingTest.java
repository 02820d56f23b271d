package dev.safe4j.jdbc.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.lease.LeaseLostException;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import dev.safe4j.update.Refusal;
import dev.safe4j.update.UpdateRefusedException;
import dev.safe4j.update.UpdateResult;
import dev.safe4j.update.UpdateResult.Applied;
import dev.safe4j.update.UpdateResult.Missing;
import dev.safe4j.update.UpdateResult.Refused;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class FencingTest {

    private static final Duration BOUND = Duration.ofSeconds(20);

    private final Locks locks = Locks.on(new MemoryLockStore());
    private Updates updates;

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute(
                "create table ledger (id int primary key, state varchar(20) not null, fence bigint, version int not null,"
                        + " seen decimal(20), small int, part double precision)",
                "insert into ledger (id, state, version) values (1, 'new', 0), (2, 'new', 0)");
        updates = Updates.on(Database.of(db.dataSource()));
    }

    @AfterEach
    void close() {
        locks.close();
    }

    private RowUpdate post(int id, long fence) {
        return updates.table("ledger").key("id", id).fencedBy(fence).set("state", "by " + fence);
    }

    private static Refusal refusal(UpdateResult result) {
        return ((Refused) result).refusal();
    }

    @EachDatabase
    void a_lower_number_is_refused_and_an_equal_or_higher_one_passes(TestDatabase db) {
        assertThat(post(1, 20).apply()).isEqualTo(Applied.PLAIN);
        assertThat(post(1, 20).apply()).isEqualTo(Applied.PLAIN);
        assertThat(refusal(post(1, 19).apply())).isInstanceOfSatisfying(Refusal.StaleFence.class, stale -> {
            assertThat(stale.given()).isEqualTo(19);
            assertThat(stale.stored()).isEqualTo(20);
        });
        assertThat(db.value(String.class, "select state from ledger where id = 1"))
                .isEqualTo("by 20");
        assertThat(post(1, 21).returning("fence").apply().orThrow().values().number("fence"))
                .isEqualTo(21);
        assertThatThrownBy(() -> post(1, 20).apply().orThrow())
                .isInstanceOf(UpdateRefusedException.class)
                .hasMessageStartingWith(
                        "ledger 1 was not changed: it was written with the fencing number 21 already, and"
                                + " this write carries 20, that of an earlier holder of the lock.");
    }

    @EachDatabase
    void a_missing_row_a_condition_and_a_version_are_told_apart_from_it(TestDatabase db) {
        assertThat(post(7, 20).apply()).isInstanceOf(Missing.class);
        assertThat(refusal(post(1, 20).provided("state = ?", "old").apply()))
                .isInstanceOf(Refusal.ConditionNotMet.class);
        assertThat(db.value(Long.class, "select fence from ledger where id = 1"))
                .as("what is refused leaves no number")
                .isNull();
        assertThat(post(1, 20).version("version", 0).apply().orThrow().version())
                .isEqualTo(1);
        assertThat(refusal(post(1, 20).version("version", 0).apply())).isInstanceOf(Refusal.StaleVersion.class);
        assertThat(refusal(post(1, 19).version("version", 0).apply()))
                .as("that the lock is gone is the graver one")
                .isInstanceOf(Refusal.StaleFence.class);
    }

    @EachDatabase
    void a_delete_is_fenced_too(TestDatabase db) {
        post(1, 20).apply();
        assertThat(refusal(updates.table("ledger").key("id", 1).fencedBy(19).delete()))
                .isInstanceOf(Refusal.StaleFence.class);
        assertThat(updates.table("ledger").key("id", 1).fencedBy(20).delete().isApplied())
                .isTrue();
    }

    @EachDatabase
    void a_batch_tells_it_for_each_row(TestDatabase db) {
        post(1, 20).apply();
        List<UpdateResult> results = updates.applyAll(List.of(post(1, 19), post(2, 19)));
        assertThat(refusal(results.get(0))).isInstanceOf(Refusal.StaleFence.class);
        assertThat(results.get(1)).isEqualTo(Applied.PLAIN);
    }

    @EachDatabase(ServerKind.H2)
    void the_lock_is_asked_before_anything_is_sent(TestDatabase db) {
        HeldLock held = locks.acquire("ledger:1");
        assertThat(updates.table("ledger")
                        .key("id", 1)
                        .fencedBy(held)
                        .set("state", "posted")
                        .apply()
                        .isApplied())
                .isTrue();
        assertThat(db.value(Long.class, "select fence from ledger where id = 1"))
                .isEqualTo(held.fence());
        HeldLock lost = locks.withoutRenewal().lease(Duration.ofMillis(150)).acquire("ledger:2");
        RowUpdate late =
                updates.table("ledger").key("id", 2).fencedBy(lost, "seen").set("state", "late");
        RowUpdate inBatch =
                updates.table("ledger").key("id", 2).fencedBy(lost, "seen").set("state", "late");
        Await.until(BOUND, "the lease is over", () -> !lost.isHeld());
        assertThatThrownBy(late::apply).isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(() -> updates.applyAll(List.of(inBatch))).isInstanceOf(LeaseLostException.class);
        assertThat(db.value(String.class, "select state from ledger where id = 2"))
                .isEqualTo("new");
        held.close();
        assertThatThrownBy(() -> updates.table("ledger")
                        .key("id", 1)
                        .fencedBy(held)
                        .set("state", "x")
                        .apply())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was released before");
    }

    @EachDatabase
    void a_column_that_cannot_keep_a_number_is_refused(TestDatabase db) {
        assertThat(updates.table("ledger")
                        .key("id", 1)
                        .fencedBy(5, "seen")
                        .set("state", "x")
                        .apply()
                        .isApplied())
                .isTrue();
        Stream.<Runnable>of(
                        () -> post(1, -1),
                        () -> updates.table("ledger").key("id", 1).fencedBy(5, "state"),
                        () -> updates.table("ledger").key("id", 1).fencedBy(5, "part"),
                        () -> updates.table("ledger").key("id", 1).fencedBy(5, "nix"),
                        () -> updates.table("ledger").key("id", 1).fencedBy(1_763_812_987_123_456L, "small"),
                        () -> post(1, 20).fencedBy(20),
                        () -> post(1, 20).set("FENCE", 1).apply(),
                        () -> post(1, 20).version("fence", 20).apply())
                .forEach(call -> assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class));
        assertThat(db.value(Long.class, "select fence from ledger where id = 1"))
                .isNull();
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void one_round_trip_when_applied_and_two_when_refused(TestDatabase db) {
        try (WireTap tap = WireTap.to(db.server().host(), db.server().port());
                HikariDataSource pool = db.newPool(db.urlThrough(tap), 1)) {
            updates = Updates.on(Database.of(pool));
            assertThat(roundTrips(tap, 20)).isEqualTo(1);
            assertThat(roundTrips(tap, 19)).isEqualTo(2);
            Transactions.on(updates.database())
                    .runWithoutResult(attempt -> assertThat(roundTrips(tap, 20)).isEqualTo(1));
        }
    }

    private long roundTrips(WireTap tap, long fence) {
        post(1, fence).apply();
        tap.reset();
        post(1, fence).apply();
        return tap.roundTrips();
    }
}
