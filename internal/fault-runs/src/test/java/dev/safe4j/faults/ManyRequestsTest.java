package dev.safe4j.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.faults.RequestBlock.Count;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.idempotency.JdbcIdempotencyStore;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests under keys, each asked for by three JVMs, which are killed at random, as is the store: in the same-transaction mode each effect
 * is there exactly once; under leases it is repeated only where an attempt was given up or its JVM killed, and never without a take-over.
 */
class ManyRequestsTest {

    private static final int DESKS = 3;
    private static final int THREADS = 12;
    private static final Duration LEASE = Duration.ofMillis(1_500);
    /** Of each soak run: see docs/soak.md. */
    private static final int OPERATIONS = Integer.getInteger("safe4j.operations", 200_000);

    /**
     * How much of it.
     *
     * @param blocks of requests
     * @param size of a block
     * @param faults kills, of which every third is one of the store
     */
    private record Length(int blocks, int size, int faults) {

        /** Few kills may all come when nobody is at anything. */
        boolean isSureToInterruptWork() {
            return faults >= 10;
        }
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, true", "POSTGRESQL, false"})
    @Tag("slow")
    @Timeout(180)
    void effects_are_there_once_whoever_is_killed(ServerKind kind, boolean isSameTransaction) {
        run(kind, isSameTransaction, new Length(10, 100, 3));
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, true", "MARIADB, true", "POSTGRESQL, false", "MARIADB, false", "REDIS, false"})
    @Tag("soak")
    @Timeout(7_200)
    void effects_of_very_many_are_there_once_whoever_is_killed(ServerKind kind, boolean isSameTransaction) {
        int blocks = Math.max(10, OPERATIONS / 500);
        run(kind, isSameTransaction, new Length(blocks, 500, Math.max(10, blocks / 10)));
    }

    private static void run(ServerKind kind, boolean isSameTransaction, Length length) {
        long seed = ThreadLocalRandom.current().nextLong();
        try (Stage stage = Stage.alone(kind)) {
            prepare(stage);
            Task leased = stage.task().lease(LEASE).with("threads", THREADS).with("block", length.size);
            Task task = isSameTransaction ? leased.with(RequestSite.SAME_TRANSACTION, "yes") : leased;
            RequestNotes notes = new RequestNotes();
            long begun = System.nanoTime();
            RequestFaults faults;
            Random random = new Random(seed);
            try (RequestCrew crew = new RequestCrew(task, DESKS, length.blocks, notes, random)) {
                faults = new RequestFaults(crew, stage.server(), DESKS * length.blocks / (length.faults + 1), random);
                crew.work(faults::after);
            }
            RequestJudge judge = new RequestJudge(notes, THREADS, DESKS);
            for (int block = 0; block < length.blocks; block++) {
                judge.judge(block, length.size, effects(stage, block));
            }
            long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
            String mode = isSameTransaction ? "same transaction" : "leases";
            System.out.printf(
                    "%s, %s, seed %d: %s; %s; %s; %d s%n", kind, mode, seed, judge, faults, notes.counts(), seconds);
            assertFaultsAndReplays(notes, faults);
            assertRepeats(judge, isSameTransaction);
            assertThat(!length.isSureToInterruptWork() || isInterrupted(judge, notes, isSameTransaction))
                    .isTrue();
            if (stage.database() == null) {
                stage.redis().call("FLUSHALL", "ASYNC"); // the stage would delete key by key
            }
        }
    }

    private static void prepare(Stage stage) {
        TestDatabase db = stage.database();
        if (db != null) {
            JdbcIdempotencyStore.on(db.dataSource()).schema().create(Database.of(db.dataSource()));
            db.execute(EffectTable.TABLE);
        }
    }

    private static void assertFaultsAndReplays(RequestNotes notes, RequestFaults faults) {
        assertThat(faults.killedWorkers()).isPositive();
        assertThat(faults.killedStores()).isPositive();
        assertThat(notes.count(Count.REPLAYED)).isPositive();
    }

    private static boolean isInterrupted(RequestJudge judge, RequestNotes notes, boolean isSameTransaction) {
        return notes.count(Count.FAILED) > 0 && (isSameTransaction || judge.takeOvers() > 0);
    }

    private static void assertRepeats(RequestJudge judge, boolean isSameTransaction) {
        if (isSameTransaction) {
            assertThat(judge.repeats()).isZero();
            assertThat(judge.takeOvers()).isZero();
        } else {
            assertThat(judge.repeats()).isLessThanOrEqualTo(judge.takeOvers());
        }
    }

    private static List<Effect> effects(Stage stage, int block) {
        TestDatabase db = stage.database();
        if (db == null) {
            return effects(stage.redis(), block).toList();
        }
        return EffectRows.of(db, block);
    }

    private static Stream<Effect> effects(TestRedis redis, int block) {
        List<?> runs = (List<?>) redis.call("SMEMBERS", EffectSet.name(redis.prefix(), block));
        return (runs == null ? List.of() : runs)
                .stream()
                        .map(each -> String.valueOf(each).split(" "))
                        .map(part -> EffectRows.effect(block, part[0], part[1], part[2]));
    }
}
