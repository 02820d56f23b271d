package dev.safe4j.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.faults.RandomFaults.Fault;
import dev.safe4j.idempotency.AnswerCodec;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.job.JdbcJobStore;
import dev.safe4j.job.JobQueue;
import dev.safe4j.job.JobState;
import dev.safe4j.job.StoredJob;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Jobs, some of which fail, run by several JVMs, of which some are paused for longer than a lease, killed or relieved, on a database that
 * is killed, and whose replies are lost: each is done or dead as it has to be, what commits with the completion is there once, and attempts
 * are counted exactly.
 */
class ManyJobsTest {

    private static final int THREADS = 6;
    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final Duration BETWEEN_FAULTS = Duration.ofMinutes(3);
    /** Of each long run: see docs/soak.md. */
    private static final int JOBS = Integer.getInteger("safe4j.jobs", 100_000);

    /** What stands in the requests whose replies are lost, in small letters. */
    private static final List<String> REQUESTS =
            List.of("'running', token", "until_at = ", "delete from", "'done'", "commit", "into effect");

    /**
     * How much of it.
     *
     * @param first jobs that are there when it begins; some of them enqueue others
     * @param workers JVMs
     * @param faults that are done to them
     */
    private record Length(int first, int workers, int faults) {}

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    @Tag("slow")
    @Timeout(3_600)
    void no_job_is_lost_or_done_by_two_whatever_happens(ServerKind kind) {
        for (int i = 0; i < Callers.repetitions(); i++) {
            run(kind, new Length(1_200, 2, 6));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    @Tag("soak")
    @Timeout(7_200)
    void no_job_of_very_many_is_lost_or_done_by_two_whatever_happens(ServerKind kind) {
        int first = JOBS * 5 / 7 / JobKind.ROUND * JobKind.ROUND;
        run(kind, new Length(first, 4, Math.max(6, JOBS / 2_500)));
    }

    private static void run(ServerKind kind, Length length) {
        long seed = ThreadLocalRandom.current().nextLong();
        long begun = System.nanoTime();
        try (Stage stage = Stage.alone(kind);
                WireTap tap = WireTap.to(stage.server())) {
            TestDatabase db = Objects.requireNonNull(stage.database());
            JdbcJobStore store = prepared(db);
            enqueue(db, store, length.first);
            Task task =
                    stage.taskThrough(tap).lease(LEASE).with("threads", THREADS).with("first", length.first);
            try (Crew crew = Crew.of(JobProgram.class, length.workers, task)) {
                RandomFaults faults = new RandomFaults(crew, tap, task, REQUESTS, seed).killing(stage.server());
                crew.go();
                work(store, crew, faults, length);
                crew.stop();
                JobJudge judge = new JobJudge(EffectRows.of(db, 0));
                judge.judge(kept(store), JobKind.all(length.first));
                long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
                System.out.printf(
                        "%s, seed %d: %d jobs; %s; %s; %d replies lost; %s; %d s%n",
                        kind,
                        seed,
                        JobKind.all(length.first),
                        judge,
                        faults.counts(),
                        faults.lostReplies(),
                        crew.counts(),
                        seconds);
                assertFaults(faults, judge, crew);
            }
        }
    }

    private static JdbcJobStore prepared(TestDatabase db) {
        JdbcJobStore store = JdbcJobStore.on(db.dataSource());
        store.schema().create(Database.of(db.dataSource()));
        db.execute(EffectTable.TABLE);
        return store;
    }

    /** The first ones, and others whose transaction rolls back. */
    private static void enqueue(TestDatabase db, JdbcJobStore store, int first) {
        try (JobQueue jobs = JobQueue.on(store)) {
            Map<JobKind, List<Integer>> kinds =
                    IntStream.range(0, first).boxed().collect(Collectors.groupingBy(JobKind::of));
            kinds.forEach((kind, numbers) -> jobs.enqueueAll(kind.type(), numbers));
            new TransactionTemplate(new JdbcTransactionManager(db.dataSource())).executeWithoutResult(status -> {
                int never = JobKind.all(first);
                jobs.enqueueAll(JobKind.EXACT.type(), List.of(never, never + 1));
                status.setRollbackOnly();
            });
        }
    }

    private static void work(JdbcJobStore store, Crew crew, RandomFaults faults, Length length) {
        int done = JobKind.all(length.first) * 8 / 10; // some are never done, and of some it is not heard
        for (int i = 1; i <= length.faults; i++) {
            crew.awaitCounted("done", (long) done * i / (length.faults + 1), BETWEEN_FAULTS);
            faults.next();
        }
        Await.until(
                BETWEEN_FAULTS,
                "all jobs are done or dead",
                () -> store.counts().stream()
                        .allMatch(each -> each.state() == JobState.DONE || each.state() == JobState.DEAD));
    }

    private static Map<Integer, StoredJob> kept(JdbcJobStore store) {
        Map<Integer, StoredJob> kept = new HashMap<>();
        for (JobState state : List.of(JobState.DONE, JobState.DEAD)) {
            List<StoredJob> page = store.list(state, null, 0, 1_000);
            while (!page.isEmpty()) {
                for (StoredJob each : page) {
                    int number = (Integer) AnswerCodec.plain().decode(each.payload(), Integer.class);
                    assertThat(each.type()).isEqualTo(JobKind.of(number).type());
                    assertThat(kept.put(number, each))
                            .as("is there once: " + number)
                            .isNull();
                }
                page = store.list(state, null, page.get(page.size() - 1).id(), 1_000);
            }
        }
        return kept;
    }

    private static void assertFaults(RandomFaults faults, JobJudge judge, Crew crew) {
        assertThat(faults.counts()).containsKeys(Fault.values());
        assertThat(judge.lapses()).as("claims that ran out").isPositive();
        assertThat(crew.counted("lost")).as("claims that were lost").isPositive();
        assertThat(crew.counted("reclaimed")).as("jobs of the dead").isPositive();
        assertThat(crew.counted("failed")).as("failures").isPositive();
    }
}
