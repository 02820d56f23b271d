package dev.safe4j.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import dev.safe4j.lock.ReleaseSignal.Listening;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated // looks at all threads of the JVM
class PostgresReleaseSignalTest {

    private static final Duration BOUND = Duration.ofSeconds(30);

    private final List<String> heard = new CopyOnWriteArrayList<>();

    private static void notify(TestDatabase db, String channel, String key) {
        db.execute("notify " + channel + ", '" + key.replace("'", "''") + "'");
    }

    /** Who listens is connected some time after: notified until it is heard. */
    private void awaitHeard(TestDatabase db, String channel, String key) {
        Await.until(BOUND, key + " is heard on " + channel, () -> {
            notify(db, channel, key);
            return heard.contains(key);
        });
    }

    private static long listeners(TestDatabase db, String channel) {
        Long count = db.value(Long.class, "select count(*) from pg_stat_activity where query = ?", "listen " + channel);
        return count == null ? 0 : count;
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void hears_what_is_notified_on_its_channel_alone(TestDatabase db) {
        String channel = db.name().toLowerCase();
        try (Listening listening = new PostgresReleaseSignal(db.newPool(1), channel).listen(heard::add)) {
            awaitHeard(db, channel, "order:1");
            notify(db, channel + "_other", "not for us");
            notify(db, channel, "order 'quoted' ü");
            Await.until(BOUND, "the next is heard", () -> heard.contains("order 'quoted' ü"));
            assertThat(heard).doesNotContain("not for us");
            assertThat(listening).isNotNull();
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void a_killed_connection_is_replaced(TestDatabase db) {
        String channel = db.name().toLowerCase();
        try (Listening listening = new PostgresReleaseSignal(db.newPool(1), channel).listen(heard::add)) {
            awaitHeard(db, channel, "before");
            Long killed = db.value(
                    Long.class,
                    "select count(pg_terminate_backend(pid)) from pg_stat_activity where query = ?",
                    "listen " + channel);
            assertThat(killed).isEqualTo(1);
            awaitHeard(db, channel, "after");
            assertThat(listening).isNotNull();
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void a_data_source_that_gives_no_connection_is_asked_again_ever_more_seldom(TestDatabase db) {
        String channel = db.name().toLowerCase();
        AtomicInteger asked = new AtomicInteger();
        HikariDataSource pool = db.newPool(1);
        FailingDataSource failing = new FailingDataSource(pool, () -> asked.incrementAndGet() <= 3);
        try (Listening listening = new PostgresReleaseSignal(failing, channel).listen(heard::add)) {
            long begun = System.nanoTime();
            awaitHeard(db, channel, "in the end");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(350));
            assertThat(asked).hasValue(4);
            assertThat(listening).isNotNull();
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void closing_ends_the_thread_and_gives_the_connection_back_without_its_channel(TestDatabase db)
            throws SQLException {
        String channel = db.name().toLowerCase();
        HikariDataSource pool = db.newPool(1);
        Listening listening = new PostgresReleaseSignal(pool, channel).listen(heard::add);
        awaitHeard(db, channel, "order:1");
        assertThat(listeners(db, channel)).isEqualTo(1);
        long begun = System.nanoTime();
        listening.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        listening.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("safe4j-release-signal"));
        try (Connection next = pool.getConnection();
                var channels = next.createStatement().executeQuery("select count(*) from pg_listening_channels()")) {
            channels.next();
            assertThat(channels.getInt(1)).isZero();
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void a_listener_that_fails_or_closes_does_not_end_the_others(TestDatabase db) {
        String channel = db.name().toLowerCase();
        Set<Listening> own = ConcurrentHashMap.newKeySet();
        PostgresReleaseSignal signal = new PostgresReleaseSignal(db.newPool(3), channel);
        Listening failing = signal.listen(key -> {
            heard.add("failing:" + key);
            throw new IllegalStateException("a fault of the listener's");
        });
        own.add(signal.listen(key -> {
            own.forEach(Listening::close);
            heard.add("closed by:" + key);
        }));
        try (Listening listening = signal.listen(heard::add)) {
            awaitHeard(db, channel, "1");
            awaitHeard(db, channel, "2");
            Await.until(BOUND, "the failing one went on, and the other one has closed itself", () -> {
                notify(db, channel, "3");
                return heard.contains("failing:3") && heard.stream().anyMatch(each -> each.startsWith("closed by:"));
            });
            awaitHeard(db, channel, "4");
            assertThat(listening).isNotNull();
        } finally {
            failing.close();
            own.forEach(Listening::close);
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void a_waiting_caller_is_woken_long_before_it_polls(TestDatabase db) {
        String channel = db.name().toLowerCase();
        MemoryLockStore store = new MemoryLockStore();
        PostgresReleaseSignal signal = new PostgresReleaseSignal(db.newPool(1), channel);
        Duration poll = Duration.ofSeconds(20);
        try (Locks holder = Locks.on(store);
                Locks waiter =
                        Locks.builder(store).signal(signal).polling(poll, poll).build()) {
            Await.until(BOUND, "it listens", () -> listeners(db, channel) == 1);
            HeldLock held = holder.acquire("order:1");
            AtomicBoolean got = new AtomicBoolean();
            Thread waiting = new Thread(() -> {
                waiter.within(Duration.ofSeconds(25)).acquire("order:1").close();
                got.set(true);
            });
            waiting.start();
            Await.until(BOUND, "it waits", () -> waiting.getState() == Thread.State.TIMED_WAITING);
            held.close();
            Await.until(Duration.ofSeconds(10), "it is woken", () -> {
                notify(db, channel, "order:1");
                return got.get();
            });
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void a_channel_must_be_a_plain_name(TestDatabase db) {
        Stream.of("", "Upper", "1st", "a b", "a;drop table x", "ä", "x".repeat(64), null)
                .forEach(name -> assertThatThrownBy(() -> new PostgresReleaseSignal(db.dataSource(), name))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("no name for a channel"));
        assertThat(new PostgresReleaseSignal(db.dataSource()).channel()).isEqualTo("safe4j_lock");
    }
}
