package dev.safe4j.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.Counters;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.counter.JdbcCounterStore;
import dev.safe4j.redis.counter.RedisCounterStore;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Three JVMs of 64 threads that count on one durable database, which is killed in the middle of some runs: every amount that was acknowledged is
 * there, no other is but of those whose outcome was unknown; a bound is met exactly; no number is given twice; no window has more than its limit.
 */
@Tag("slow")
class CountersInManyJvmsTest {

    private static final int JVMS = 3;
    private static final int THREADS = 64;
    private static final Duration BOUND = Duration.ofMinutes(20);

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "REDIS"})
    @Timeout(300)
    void what_is_counted_is_exact(ServerKind kind) {
        exact(kind, 2);
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "REDIS"})
    @Tag("soak")
    @Timeout(3_600)
    void what_is_counted_for_long_is_exact(ServerKind kind) {
        exact(kind, 300);
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "REDIS"})
    @Timeout(300)
    void what_was_acknowledged_is_there_after_the_server_was_killed(ServerKind kind) {
        killed(kind, 4, 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "REDIS"})
    @Tag("soak")
    @Timeout(3_600)
    void what_was_acknowledged_is_there_after_the_server_was_killed_again_and_again(ServerKind kind) {
        killed(kind, 150, 6);
    }

    private static void exact(ServerKind kind, int rounds) {
        int all = JVMS * THREADS * rounds;
        try (Stage stage = Stage.on(kind);
                Looking looking = Looking.into(stage)) {
            CounterStore store = looking.store();
            try (Crew crew = Crew.of(CounterProgram.class, JVMS, task(stage, rounds, 30_000))) {
                crew.go();
                finish(crew);
                assertThat(crew.counted("unknown") + crew.counted("failed")).isZero();
                assertThat(Counters.on(store).get(CounterSite.PLAIN)).isEqualTo(all);
                assertThat(striped(store)).isEqualTo(all);
                assertThat(Counters.on(store).get(CounterSite.BOUNDED)).isEqualTo(all / 2);
                assertThat(crew.counted(CounterSite.BOUNDED)).isEqualTo(all / 2);
                assertThat(crew.counted("refused-" + CounterSite.BOUNDED)).isEqualTo(all - all / 2);
                assertNumbers(crew);
                assertGrants(crew);
                System.out.println(kind + ": " + crew.counts());
            }
        }
    }

    private static void killed(ServerKind kind, int rounds, int kills) {
        int all = JVMS * THREADS * rounds;
        try (Stage stage = Stage.alone(kind);
                Looking looking = Looking.into(stage)) {
            CounterStore store = looking.store();
            try (Crew crew =
                    Crew.of(CounterProgram.class, JVMS, task(stage, rounds, kind == ServerKind.REDIS ? 150 : 2_000))) {
                crew.go();
                for (int i = 1; i <= kills; i++) {
                    crew.awaitCounted(CounterSite.PLAIN, (long) all * i / (2L * kills), BOUND);
                    stage.server().kill();
                    stage.server().restart();
                }
                finish(crew);
                System.out.println(kind + ": " + crew.counts());
                if (kind != ServerKind.REDIS) { // whose clients send again what a dead server did not answer
                    assertThat(crew.counted("unknown"))
                            .as("steps of unknown outcome")
                            .isPositive();
                }
                assertWithin(crew, CounterSite.PLAIN, Counters.on(store).get(CounterSite.PLAIN));
                assertWithin(crew, CounterSite.STRIPED, striped(store));
                assertWithin(crew, CounterSite.BOUNDED, Counters.on(store).get(CounterSite.BOUNDED));
                assertThat(crew.counted(CounterSite.PLAIN) + crew.counted("unknown-" + CounterSite.PLAIN))
                        .isEqualTo(all);
                assertNumbers(crew);
                assertGrants(crew);
            }
        }
    }

    /** The store as the test looks into it. */
    private record Looking(CounterStore store, Runnable end) implements AutoCloseable {

        static Looking into(Stage stage) {
            TestDatabase db = stage.database();
            if (db == null) {
                OpenRedis redis = OpenRedis.lettuce(stage.redis().uri(), Duration.ofSeconds(5));
                return new Looking(
                        RedisCounterStore.on(redis.client())
                                .prefix(stage.redis().prefix()),
                        redis::close);
            }
            JdbcCounterStore store = JdbcCounterStore.on(db.dataSource());
            store.schema().create(Database.of(db.dataSource()));
            return new Looking(store, store::close);
        }

        @Override
        public void close() {
            end.run();
        }
    }

    private static Task task(Stage stage, int rounds, int connectionMillis) {
        return stage.task()
                .with("threads", THREADS)
                .with("rounds", rounds)
                .with("seats", JVMS * THREADS * rounds / 2)
                .with("connection", connectionMillis);
    }

    private static void finish(Crew crew) {
        crew.awaitCounted("finished", JVMS, BOUND);
        crew.stop();
        assertThat(crew.sayings("FAILURE")).isEmpty();
    }

    private static long striped(CounterStore store) {
        return store.sum(CounterSite.STRIPED, 1, CounterStore.LAST_SLOT);
    }

    private static void assertWithin(Crew crew, String name, long value) {
        long acknowledged = crew.counted(name);
        assertThat(value)
                .as("%s, of which %d were acknowledged", name, acknowledged)
                .isBetween(acknowledged, acknowledged + crew.counted("unknown-" + name));
    }

    private static void assertNumbers(Crew crew) {
        List<String> numbers = crew.sayings("NUMBER ");
        assertThat(numbers).doesNotHaveDuplicates().hasSize((int) crew.counted("numbers"));
    }

    /** From each grant to the one that is the limit after it, a window's length has passed. */
    private static void assertGrants(Crew crew) {
        List<Long> moments = crew.sayings("GRANT ").stream()
                .map(line -> Long.parseLong(line.substring("GRANT ".length())))
                .sorted()
                .toList();
        long window = CounterSite.PACE.micros() * (CounterSite.PACE.slots() - 1);
        for (int i = CounterSite.QUOTA_LIMIT; i < moments.size(); i++) {
            assertThat(moments.get(i) - moments.get(i - CounterSite.QUOTA_LIMIT))
                    .as("microseconds in which %d were granted", CounterSite.QUOTA_LIMIT + 1)
                    .isGreaterThanOrEqualTo(window);
        }
        assertThat(moments).hasSizeGreaterThanOrEqualTo(CounterSite.QUOTA_LIMIT);
        assertThat(crew.counted("refused-grants")).as("takes that were refused").isPositive();
    }
}
