package dev.safe4j.jdbc.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.idempotency.Execution;
import dev.safe4j.idempotency.IdempotentOperation;
import dev.safe4j.jdbc.idempotency.CrashingShop.Point;
import dev.safe4j.retry.OutcomeUnknownException;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Concurrently;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.OtherJvm;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.SqlServer;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The crash points C1 to C9 of docs/guide/idempotency.md, by a second JVM that is killed or paused there. */
@Tag("slow")
@Concurrently
class CrashPointsTest {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String LEASE = "lease";
    private static final String SAME = "same";

    private final Queue<String> said = new ConcurrentLinkedQueue<>();

    private OtherJvm start(TestDatabase db, String storeUrl, String mode, Point point) {
        List<String> arguments = List.of(db.url(), storeUrl, db.username(), db.password(), mode, point.name());
        OtherJvm jvm = OtherJvm.start(CrashingShop.class, arguments, Map.of(), said::add);
        try {
            awaitSaid("AT " + point);
            return jvm;
        } catch (AssertionError failure) {
            jvm.close();
            throw failure;
        }
    }

    private void awaitSaid(String line) {
        try {
            Await.until(BOUND, "the other says " + line, () -> said.contains(line));
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + "; it said " + said, late);
        }
    }

    private void killAt(Requests shop, String mode, Point point) {
        try (OtherJvm jvm = start(shop.db, shop.db.url(), mode, point)) {
            jvm.kill();
        }
    }

    private static Execution<String> ask(Requests shop, String mode) {
        IdempotentOperation<String> order = shop.order("k").lease(CrashingShop.LEASE);
        return (mode.equals(LEASE) ? order : order.sameTransaction()).tryRun(attempt -> shop.place("k"));
    }

    private static void assertRan(Execution<String> execution, long attempt) {
        assertThat(execution).isEqualTo(new Execution.Ran<>("order of k", attempt));
    }

    /** Refused while the lease lasts, then the next attempt. */
    private static void assertTakenOver(Requests shop, long effects) {
        assertThat(ask(shop, LEASE)).isInstanceOf(Execution.InProgress.class);
        AtomicReference<@Nullable Execution<String>> last = new AtomicReference<>();
        Await.until(BOUND, "the lease of the dead ends", () -> {
            last.set(ask(shop, LEASE));
            return !(last.get() instanceof Execution.InProgress);
        });
        assertThat(last.get()).isEqualTo(new Execution.Ran<>("order of k", 2));
        assertThat(shop.effects("k")).isEqualTo(effects);
        assertThat(ask(shop, LEASE)).isInstanceOf(Execution.Replayed.class);
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void c1_before_the_claim_the_next_owns_it(TestDatabase db) {
        try (Requests shop = Requests.in(db)) {
            killAt(shop, LEASE, Point.BEFORE_THE_CLAIM);
            assertRan(ask(shop, LEASE), 1);
            assertThat(shop.effects("k")).isEqualTo(1);
        }
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void c2_behind_the_claim_the_next_takes_over_and_the_effect_is_there_once(TestDatabase db) {
        try (Requests shop = Requests.in(db)) {
            killAt(shop, LEASE, Point.BEFORE_THE_EFFECT);
            assertTakenOver(shop, 1);
        }
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void c2_in_the_same_transaction_nothing_is_left(TestDatabase db) {
        try (Requests shop = Requests.in(db)) {
            killAt(shop, SAME, Point.BEFORE_THE_EFFECT);
            Await.until(BOUND, "the dead's transaction is over", () -> ask(shop, SAME) instanceof Execution.Ran);
            assertThat(shop.effects("k")).isEqualTo(1);
        }
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void c3_behind_the_effect_the_next_is_told_by_its_number_and_the_effect_is_there_twice(TestDatabase db) {
        try (Requests shop = Requests.in(db)) {
            killAt(shop, LEASE, Point.BEHIND_THE_EFFECT);
            assertTakenOver(shop, 2);
        }
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void c3_in_the_same_transaction_the_effect_is_there_once(TestDatabase db) {
        try (Requests shop = Requests.in(db)) {
            killAt(shop, SAME, Point.BEHIND_THE_EFFECT);
            Await.until(BOUND, "the dead's transaction is over", () -> ask(shop, SAME) instanceof Execution.Ran);
            assertThat(shop.effects("k")).isEqualTo(1);
            assertThat(ask(shop, SAME)).isInstanceOf(Execution.Replayed.class);
        }
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void c4_behind_the_answer_the_next_replays(TestDatabase db) {
        for (String mode : List.of(LEASE, SAME)) {
            try (TestDatabase each = db.server().newDatabase();
                    Requests shop = Requests.in(each)) {
                said.clear();
                killAt(shop, mode, Point.BEHIND_THE_ANSWER);
                assertThat(ask(shop, mode)).isInstanceOf(Execution.Replayed.class);
                assertThat(shop.effects("k")).isEqualTo(1);
            }
        }
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void c5_paused_beyond_its_lease_it_is_told_that_it_lost(TestDatabase db) {
        try (Requests shop = Requests.in(db);
                OtherJvm jvm = start(db, db.url(), LEASE, Point.BEHIND_THE_EFFECT)) {
            jvm.pause();
            assertTakenOver(shop, 2);
            jvm.resume();
            jvm.tell("go on");
            awaitSaid("FAILED LeaseLostException");
            assertThat(ask(shop, LEASE)).isInstanceOf(Execution.Replayed.class);
            assertThat(db.value(Long.class, "select attempt from safe4j_idempotency where operation = 'order'"))
                    .isEqualTo(2);
        }
    }

    @SuppressWarnings("try") // closed early: that is the fault
    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void c6_what_cannot_be_stored_is_answered_and_then_taken_over(TestDatabase db) {
        try (Requests shop = Requests.in(db);
                WireTap wire = WireTap.to(db.server().host(), db.server().port());
                OtherJvm jvm = start(db, db.urlThrough(wire), LEASE, Point.BEHIND_THE_EFFECT)) {
            wire.close();
            jvm.tell("go on");
            awaitSaid("ANSWERED order of k");
            jvm.kill();
            assertTakenOver(shop, 2);
        }
    }

    @SuppressWarnings("try") // closed early: that is the fault
    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void c7_what_cannot_be_released_is_taken_over(TestDatabase db) {
        try (Requests shop = Requests.in(db);
                WireTap wire = WireTap.to(db.server().host(), db.server().port());
                OtherJvm jvm = start(db, db.urlThrough(wire), LEASE, Point.NOTHING_HAPPENED)) {
            wire.close();
            jvm.tell("go on");
            awaitSaid("FAILED UncheckedIOException");
            assertTakenOver(shop, 1);
        }
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void c8_a_commit_whose_answer_is_lost_is_replayed_or_run_when_asked_again(TestDatabase db) {
        for (boolean arrives : new boolean[] {true, false}) {
            try (TestDatabase each = db.server().newDatabase();
                    WireTap wire = WireTap.to(db.server().host(), db.server().port())) {
                DataSource business = each.newPool(each.urlThrough(wire), 4);
                try (Requests shop = Requests.in(each, business, false)) {
                    commitIsLost(shop, wire, arrives);
                }
            }
        }
    }

    private static void commitIsLost(Requests shop, WireTap wire, boolean arrives) {
        IdempotentOperation<String> order = shop.order("k").sameTransaction();
        assertThatThrownBy(() -> order.run(attempt -> {
                    String placed = shop.place("k");
                    if (arrives) {
                        wire.dropReplyOf(CrashPointsTest::isCommit);
                    } else {
                        wire.dropRequest(CrashPointsTest::isCommit);
                    }
                    return placed;
                }))
                .isInstanceOf(OutcomeUnknownException.class);
        AtomicReference<@Nullable Execution<String>> next = new AtomicReference<>();
        Await.until(BOUND, "the lost transaction is over", () -> {
            next.set(ask(shop, SAME));
            return !(next.get() instanceof Execution.InProgress);
        });
        assertThat(next.get()).isInstanceOf(arrives ? Execution.Replayed.class : Execution.Ran.class);
        assertThat(shop.effects("k")).isEqualTo(1);
    }

    private static boolean isCommit(String request) {
        return request.toLowerCase(Locale.ROOT).contains("commit");
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void c9_an_answer_that_was_acknowledged_outlives_the_store(ServerKind kind) {
        try (SqlServer server = LocalServers.start(kind, Profile.DURABLE)) {
            server.assertDurable();
            try (TestDatabase db = server.newDatabase();
                    Requests shop = Requests.in(db)) {
                assertRan(ask(shop, LEASE), 1);
                server.kill();
                server.restart();
                Await.until(BOUND, "the store answers again", () -> CrashingShop.answers(db.dataSource()));
                assertThat(ask(shop, LEASE)).isInstanceOf(Execution.Replayed.class);
                assertThat(shop.effects("k")).isEqualTo(1);
            }
        }
    }
}
