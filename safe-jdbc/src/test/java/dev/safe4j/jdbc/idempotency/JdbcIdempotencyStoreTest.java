package dev.safe4j.jdbc.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.idempotency.Fingerprint;
import dev.safe4j.idempotency.IdempotencyStore.Answer;
import dev.safe4j.idempotency.IdempotencyStore.Completed;
import dev.safe4j.idempotency.IdempotencyStore.Granted;
import dev.safe4j.idempotency.IdempotencyStore.OtherRequest;
import dev.safe4j.idempotency.IdempotencyStore.Owner;
import dev.safe4j.idempotency.IdempotencyStore.Running;
import dev.safe4j.idempotency.IdempotencyStore.Wanted;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.idempotency.StoredAnswer;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.SchemaMissingException;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The steps of the store beyond what the contract asks of every store, on each database. */
class JdbcIdempotencyStoreTest {

    private static final RequestId ID = new RequestId("", "order", "k");
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final StoredAnswer ANSWER = StoredAnswer.result("t", new byte[] {1, 0, -1});
    private static final Fingerprint ONE = new Fingerprint("test:1");
    private static final Fingerprint TWO = new Fingerprint("test:2");

    private static JdbcIdempotencyStore store(TestDatabase db) {
        JdbcIdempotencyStore store = JdbcIdempotencyStore.on(db.dataSource());
        store.schema().create(Database.of(db.dataSource()));
        return store;
    }

    private static Wanted wanted(String token, @Nullable Fingerprint fingerprint, Duration lease) {
        return new Wanted(ID, token, fingerprint, lease, true);
    }

    private static Owner owner(String token) {
        return new Owner(ID, token, 1);
    }

    @EachDatabase
    void only_the_token_of_the_claim_writes(TestDatabase db) {
        JdbcIdempotencyStore store = store(db);
        assertThat(store.claim(wanted("t1", ONE, LONG))).isEqualTo(new Granted(1));
        Owner stranger = owner("t2");
        assertThat(store.complete(stranger, ANSWER, LONG)).isFalse();
        assertThat(store.record(stranger, "s", ANSWER)).isFalse();
        assertThat(store.abandon(stranger)).isFalse();
        assertThat(store.release(stranger)).isFalse();
        assertThat(store.claim(wanted("t3", ONE, LONG))).isInstanceOf(Running.class);
        assertThat(store.complete(owner("t1"), ANSWER, LONG)).isTrue();
        assertThat(((Completed) store.claim(wanted("t3", ONE, LONG))).answer()).isEqualTo(ANSWER);
    }

    @EachDatabase
    void a_lapsed_claim_is_taken_over_by_the_same_request_alone(TestDatabase db) {
        JdbcIdempotencyStore store = store(db);
        store.claim(wanted("t1", ONE, LONG));
        store.abandon(owner("t1"));
        assertThat(store.claim(wanted("t2", TWO, LONG))).isInstanceOf(OtherRequest.class);
        assertThat(store.claim(wanted("t3", ONE, LONG))).isEqualTo(new Granted(2));
        assertThat(store.claim(wanted("t3", ONE, LONG))).isEqualTo(new Granted(2)); // sent again
        assertThat(store.complete(owner("t1"), ANSWER, LONG)).isFalse();
        assertThat(store.claim(wanted("t4", ONE, LONG))).isInstanceOf(Running.class);
    }

    @EachDatabase
    void of_many_callers_one_takes_over_and_one_begins_anew(TestDatabase db) {
        JdbcIdempotencyStore store = store(db);
        store.claim(wanted("first", ONE, LONG));
        String present = "first";
        for (int round = 0; round < 20; round++) {
            if (round % 2 == 0) {
                assertThat(store.abandon(owner(present))).isTrue();
            } else {
                assertThat(store.complete(owner(present), ANSWER, Duration.ofNanos(1_000)))
                        .isTrue();
            }
            String tokens = "r" + round + "c";
            List<Callers.Result<Answer>> results = Callers.run(
                    8, Duration.ofSeconds(30), caller -> () -> store.claim(wanted(tokens + caller, ONE, LONG)));
            assertThat(results).allMatch(Callers.Result::isSuccess);
            List<String> winners = new ArrayList<>();
            results.stream()
                    .filter(each -> each.value() instanceof Granted)
                    .forEach(each -> winners.add(tokens + each.caller()));
            assertThat(winners).hasSize(1);
            present = winners.get(0);
        }
    }

    /** It claims and looks whose it is by two statements. */
    @EachDatabase(ServerKind.H2)
    void on_h2_who_stalls_until_its_lease_has_ended_still_learns_of_its_claim(TestDatabase db) throws Exception {
        JdbcIdempotencyStore other = store(db);
        CompletableFuture<Void> takenOver = new CompletableFuture<>();
        Thread rival = new Thread(() -> {
            Await.until(
                    Duration.ofSeconds(20),
                    "a take-over",
                    () -> other.claim(wanted("t2", ONE, LONG)) instanceof Granted);
            takenOver.complete(null);
        });
        JdbcIdempotencyStore stalls =
                JdbcIdempotencyStore.on(new CountedStatements(db.dataSource(), null, statement -> {
                    if (statement.startsWith("select r.token") && rival.getState() == Thread.State.NEW) {
                        rival.start();
                        takenOver
                                .copy()
                                .completeOnTimeout(null, 1, TimeUnit.SECONDS)
                                .join();
                    }
                }));
        assertThat(stalls.claim(wanted("t1", ONE, Duration.ofMillis(100)))).isEqualTo(new Granted(1));
        takenOver.get(30, TimeUnit.SECONDS);
        assertThat(other.claim(wanted("t2", ONE, LONG))).isEqualTo(new Granted(2));
    }

    @EachDatabase
    void steps_of_an_answer_that_has_expired_are_not_those_of_the_next(TestDatabase db) {
        JdbcIdempotencyStore store = store(db);
        store.claim(wanted("t1", null, LONG));
        assertThat(store.record(owner("t1"), "mail", ANSWER)).isTrue();
        assertThat(store.record(owner("t1"), "mail", StoredAnswer.nothing())).isTrue();
        assertThat(store.steps(ID)).containsOnlyKeys("mail").containsValue(ANSWER);
        store.complete(owner("t1"), ANSWER, Duration.ofNanos(1_000));
        AtomicReference<@Nullable Answer> next = new AtomicReference<>();
        Await.until(Duration.ofSeconds(10), "the answer expires", () -> {
            next.set(store.claim(wanted("t2", null, LONG)));
            return next.get() instanceof Granted;
        });
        assertThat(next.get()).isEqualTo(new Granted(1));
        assertThat(store.steps(ID)).isEmpty();
        assertThat(db.value(Long.class, "select count(*) from safe4j_idempotency_step"))
                .isZero();
        store.record(owner("t2"), "mail", ANSWER);
        assertThat(store.release(owner("t2"))).isTrue();
        assertThat(db.value(Long.class, "select count(*) from safe4j_idempotency_step"))
                .isZero();
    }

    @EachDatabase
    void a_purge_takes_steps_along_and_leaves_what_is_locked_or_lasts(TestDatabase db) {
        JdbcIdempotencyStore store = store(db);
        for (int i = 0; i < 450; i++) {
            RequestId id = new RequestId("", "order", "k" + i);
            store.claim(new Wanted(id, "t", null, LONG, true));
            if (i % 100 == 0) {
                store.record(new Owner(id, "t", 1), "s", ANSWER);
            }
            if (i < 440) {
                store.complete(new Owner(id, "t", 1), ANSWER, i < 430 ? Duration.ofNanos(1_000) : LONG);
            }
        }
        assertThat(store.purge(250)).isEqualTo(250);
        assertThat(store.purge(1_000)).isEqualTo(180);
        assertThat(store.purge(1_000)).isZero();
        assertThat(db.value(Long.class, "select count(*) from safe4j_idempotency"))
                .isEqualTo(20);
        assertThat(db.value(Long.class, "select count(*) from safe4j_idempotency_step"))
                .isZero();
    }

    @EachDatabase
    void a_missing_table_is_named_with_what_creates_it(TestDatabase db) {
        JdbcIdempotencyStore store =
                JdbcIdempotencyStore.builder(db.dataSource()).table("other").build();
        assertThatThrownBy(() -> store.claim(wanted("t", null, LONG)))
                .isInstanceOf(SchemaMissingException.class)
                .hasMessageContaining("other")
                .hasMessageContaining("/idempotency.sql")
                .hasMessageContaining("create table other_step (");
        store.schema().create(store.database());
        assertThat(store.claim(wanted("t", null, LONG))).isEqualTo(new Granted(1));
        db.execute("drop table other_step");
        JdbcTransactionalStore half = JdbcTransactionalStore.builder(Database.of(db.dataSource()))
                .table("other")
                .build();
        assertThatThrownBy(() -> half.inTransaction(steps -> steps.claim(wanted("t", null, LONG), LONG)))
                .isInstanceOf(SchemaMissingException.class)
                .hasMessageContaining("table other_step does not exist");
        half.schema().create(Database.of(db.dataSource()));
        assertThat(db.value(Long.class, "select count(*) from other")).isEqualTo(1);
    }
}
