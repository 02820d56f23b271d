package dev.safe4j.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Schema;
import dev.safe4j.jdbc.SchemaMissingException;
import dev.safe4j.jdbc.idempotency.CountedStatements;
import dev.safe4j.lease.Lease;
import dev.safe4j.lock.LockStore.Answer;
import dev.safe4j.lock.LockStore.Busy;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Release;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.lock.LockStore.Request;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The steps of the store, on each database. */
class JdbcLockStoreTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(150);

    static JdbcLockStore store(TestDatabase db) {
        JdbcLockStore store = JdbcLockStore.on(db.dataSource());
        store.schema().create(Database.of(db.dataSource()));
        return store;
    }

    private static Request request(String key, String token, Duration length) {
        return new Request(key, token, "me", length, 10, false);
    }

    private static Answer take(JdbcLockStore store, String key, String token, Duration length) {
        return store.acquire(List.of(request(key, token, length))).get(0);
    }

    private static Released free(JdbcLockStore store, String key, String token, long lastFence) {
        return store.release(List.of(new Release(key, token, lastFence, Duration.ZERO)))
                .get(0);
    }

    @EachDatabase
    void one_takes_it_and_the_other_is_told_who(TestDatabase db) {
        JdbcLockStore store = store(db);
        Granted mine = (Granted) take(store, "a", "t1", LONG);
        Busy other = (Busy) take(store, "a", "t2", LONG);
        assertThat(other.owner()).isEqualTo("me");
        assertThat(other.fence()).isEqualTo(mine.firstFence() + 9);
        assertThat(other.since()).isEqualTo(mine.since());
        assertThat(other.remaining()).isBetween(Duration.ofSeconds(25), LONG);
        assertThat(free(store, "a", "t2", 0)).isEqualTo(Released.LOST);
        assertThat(free(store, "a", "t1", mine.firstFence())).isEqualTo(Released.FREED);
        assertThat(free(store, "a", "t1", 0)).isEqualTo(Released.LOST);
        Granted next = (Granted) take(store, "a", "t3", LONG);
        assertThat(next.firstFence()).isGreaterThan(mine.firstFence());
    }

    @EachDatabase
    void what_has_ended_is_taken_over_and_its_former_owner_can_do_nothing(TestDatabase db) {
        JdbcLockStore store = store(db);
        Granted first = (Granted) take(store, "a", "t1", SHORT);
        Granted[] next = new Granted[1];
        Await.until(Duration.ofSeconds(10), "the lease ends", () -> {
            if (take(store, "a", "t2", LONG) instanceof Granted granted) {
                next[0] = granted;
            }
            return next[0] != null;
        });
        assertThat(next[0].firstFence()).isGreaterThan(first.firstFence() + 9);
        Lease late = new Lease("a", "t1", first.firstFence(), LONG, System.nanoTime());
        assertThat(store.renew(List.of(late))).containsExactly(false);
        assertThat(free(store, "a", "t1", first.firstFence())).isEqualTo(Released.LOST);
        assertThat(take(store, "a", "t3", LONG)).isInstanceOf(Busy.class);
    }

    @EachDatabase
    void a_renewal_keeps_it_and_only_while_it_is_held(TestDatabase db) {
        JdbcLockStore store = store(db);
        Granted mine = (Granted) take(store, "a", "t1", Duration.ofSeconds(2));
        take(store, "b", "t2", Duration.ofSeconds(2));
        Lease a = new Lease("a", "t1", mine.firstFence(), LONG, System.nanoTime());
        Lease stranger = new Lease("b", "t9", 1, LONG, System.nanoTime());
        Lease unknown = new Lease("c", "t3", 1, Duration.ofSeconds(5), System.nanoTime());
        assertThat(store.renew(List.of(stranger, a, unknown))).containsExactly(false, true, false);
        assertThat(((Busy) take(store, "a", "t4", LONG)).remaining()).isGreaterThan(Duration.ofSeconds(20));
        assertThat(((Busy) take(store, "b", "t4", LONG)).remaining()).isLessThan(Duration.ofSeconds(3));
    }

    @EachDatabase
    void who_waits_marks_the_key_until_it_is_taken_again(TestDatabase db) {
        JdbcLockStore store = store(db);
        Granted mine = (Granted) take(store, "a", "t1", LONG);
        store.acquire(List.of(new Request("a", "t2", "you", LONG, 1, true)));
        assertThat(free(store, "a", "t1", mine.firstFence())).isEqualTo(Released.AWAITED);
        Granted next = (Granted) take(store, "a", "t3", LONG);
        assertThat(free(store, "a", "t3", next.firstFence())).isEqualTo(Released.FREED);
    }

    @EachDatabase
    void it_is_kept_after_its_release_as_long_as_asked(TestDatabase db) {
        JdbcLockStore store = store(db);
        Granted mine = (Granted) take(store, "a", "t1", LONG);
        Released released = store.release(List.of(new Release("a", "t1", mine.firstFence(), Duration.ofSeconds(20))))
                .get(0);
        assertThat(released).isEqualTo(Released.FREED);
        assertThat(((Busy) take(store, "a", "t2", LONG)).remaining())
                .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(20));
    }

    @EachDatabase
    void many_keys_are_answered_each_on_its_own(TestDatabase db) {
        JdbcLockStore store = store(db);
        take(store, "k3", "other", LONG);
        List<Request> requests = IntStream.of(5, 3, 1, 4, 2)
                .mapToObj(i -> request("k" + i, "t" + i, LONG))
                .toList();
        List<Answer> answers = store.acquire(requests);
        assertThat(answers).extracting(each -> each instanceof Granted).containsExactly(true, false, true, true, true);
        List<Request> others =
                requests.stream().map(each -> request(each.key(), "u", LONG)).toList();
        assertThat(store.acquire(others)).allMatch(each -> each instanceof Busy);
        List<Release> releases = requests.stream()
                .map(each -> new Release(each.key(), each.token(), 0, Duration.ZERO))
                .toList();
        assertThat(store.release(releases))
                .containsExactly(Released.FREED, Released.LOST, Released.FREED, Released.FREED, Released.FREED);
    }

    @EachDatabase
    void numbers_grow_over_releases_and_a_purge(TestDatabase db) {
        JdbcLockStore store = store(db);
        AtomicLong highest = new AtomicLong();
        for (int i = 0; i < 50; i++) {
            Granted granted = (Granted) take(store, "a", "t" + i, LONG);
            assertThat(granted.firstFence()).isGreaterThan(highest.get());
            highest.set(granted.firstFence() + i % 10);
            free(store, "a", "t" + i, highest.get());
        }
        take(store, "held", "t", LONG);
        db.execute("update safe4j_lock set lease_until = '2020-01-01 00:00:00', fence = 1 where name = 'a'");
        assertThat(store.purge(Duration.ofMinutes(1), 10)).isEqualTo(1);
        assertThat(take(store, "held", "t2", LONG)).isInstanceOf(Busy.class);
        assertThat(((Granted) take(store, "a", "t", LONG)).firstFence()).isGreaterThan(highest.get());
    }

    @EachDatabase
    void numbers_grow_even_if_the_clock_is_set_back(TestDatabase db) {
        JdbcLockStore store = store(db);
        Granted first = (Granted) take(store, "a", "t1", LONG);
        long ahead = first.firstFence() + 3_600_000_000L;
        free(store, "a", "t1", ahead);
        assertThat(((Granted) take(store, "a", "t2", LONG)).firstFence()).isEqualTo(ahead + 1);
        free(store, "a", "t2", ahead + 1);
        Answer joint = store.acquire(List.of(request("a", "t3", LONG), request("b", "t4", LONG)))
                .get(0);
        assertThat(((Granted) joint).firstFence()).isEqualTo(ahead + 2);
    }

    /** It takes a lock and looks whose it is by two statements. */
    @EachDatabase(ServerKind.H2)
    void on_h2_who_stalls_until_its_lease_has_ended_still_learns_of_its_lock(TestDatabase db) throws Exception {
        JdbcLockStore other = store(db);
        CompletableFuture<Void> taken = new CompletableFuture<>();
        Thread rival = new Thread(() -> {
            Await.until(Duration.ofSeconds(20), "the lock", () -> take(other, "a", "t2", LONG) instanceof Granted);
            taken.complete(null);
        });
        JdbcLockStore stalls = JdbcLockStore.on(new CountedStatements(db.dataSource(), null, statement -> {
            if (statement.startsWith("select name, token") && rival.getState() == Thread.State.NEW) {
                rival.start();
                taken.copy().completeOnTimeout(null, 1, TimeUnit.SECONDS).join();
            }
        }));
        assertThat(take(stalls, "a", "t1", SHORT)).isInstanceOf(Granted.class);
        taken.get(30, TimeUnit.SECONDS);
    }

    @EachDatabase
    void r16_a_lease_ends_though_the_caller_has_a_transaction_open_in_which_time_stands_still(TestDatabase db) {
        JdbcLockStore store = store(db);
        new TransactionTemplate(new JdbcTransactionManager(db.dataSource())).executeWithoutResult(open -> {
            new JdbcTemplate(db.dataSource()).queryForList("select current_timestamp"); // H2's clock of it stops here
            Granted first = (Granted) take(store, "a", "t1", SHORT);
            Granted[] next = new Granted[1];
            Await.until(Duration.ofSeconds(10), "the lease ends", () -> {
                next[0] = take(store, "a", "t2", LONG) instanceof Granted granted ? granted : null;
                return next[0] != null;
            });
            assertThat(next[0].since()).isAfter(first.since());
            open.setRollbackOnly();
        });
        assertThat(take(store, "a", "t3", LONG)).as("after the rollback").isInstanceOf(Busy.class);
    }

    @EachDatabase
    @DisplayName("R19: keys differ if one character does, and one that is too long is refused")
    void keys_differ_if_one_character_does(TestDatabase db) {
        JdbcLockStore store = store(db);
        List<String> keys =
                List.of("a", "A", "á", "a ", " a", "ａ", "a\u0301", "ß", "ss", "x".repeat(200), "x".repeat(199));
        for (String key : keys) {
            assertThat(take(store, key, "t", LONG)).as(key).isInstanceOf(Granted.class);
        }
        assertThat(store.acquire(
                        keys.stream().map(key -> request(key, "u", LONG)).toList()))
                .allMatch(each -> each instanceof Busy);
        assertThatThrownBy(() -> take(store, "x".repeat(201), "t", LONG))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 200 characters");
    }

    @EachDatabase
    void of_many_callers_one_gets_a_new_key(TestDatabase db) {
        JdbcLockStore store = store(db);
        for (int round = 0; round < 20; round++) {
            String key = "new" + round;
            List<Callers.Result<Answer>> results =
                    Callers.run(8, Duration.ofSeconds(30), caller -> () -> take(store, key, "t" + caller, LONG));
            assertThat(results).allMatch(Callers.Result::isSuccess);
            assertThat(results.stream().filter(each -> each.value() instanceof Granted))
                    .hasSize(1);
        }
    }

    @EachDatabase
    void a_missing_table_is_named_with_what_creates_it(TestDatabase db) {
        JdbcLockStore store =
                JdbcLockStore.builder(db.dataSource()).table("other_lock").build();
        assertThatThrownBy(() -> take(store, "a", "t", LONG))
                .isInstanceOf(SchemaMissingException.class)
                .hasMessageContaining("table other_lock does not exist")
                .hasMessageContaining("/lock.sql")
                .hasMessageContaining("create table other_lock (");
        new Schema(store.database().dialect(), "lock", "other_lock").create(store.database());
        assertThat(take(store, "a", "t", LONG)).isInstanceOf(Granted.class);
    }
}
