package dev.safe4j.jdbc.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.lock.PostgresReleaseSignal;
import dev.safe4j.job.ClaimedJob;
import dev.safe4j.job.JobClaims;
import dev.safe4j.job.JobQueue;
import dev.safe4j.job.JobStore;
import dev.safe4j.job.JobWorker;
import dev.safe4j.job.PermanentJobException;
import dev.safe4j.lock.ReleaseSignal;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Workers of another process are told of jobs by NOTIFY: here, those of another queue with a pool of its own. */
class JobNoticeTest {

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final int ROUNDS = 5;

    @EachDatabase(ServerKind.POSTGRESQL)
    void they_find_at_once_what_was_committed_and_hear_nothing_of_what_was_rolled_back(TestDatabase db) {
        Queue.in(db);
        DataSource own = db.newPool(4);
        AtomicInteger done = new AtomicInteger();
        AtomicInteger heard = new AtomicInteger();
        PostgresReleaseSignal signal = new PostgresReleaseSignal(own, JdbcJobStore.DEFAULT_CHANNEL);
        try (JobQueue here = notifying(db);
                JobQueue there =
                        JobQueue.builder(JdbcJobStore.on(own)).signal(signal).build();
                JobWorker worker = there.worker()
                        .handle(Queue.TYPE, String.class, (mail, run) -> done.incrementAndGet())
                        .poll(Duration.ofHours(1))
                        .build();
                AutoCloseable listening = signal.listen(any -> heard.incrementAndGet())) {
            assertThat(listening).isNotNull();
            worker.start();
            Await.until(BOUND, "both listen", () -> listeners(db) == 2);
            enqueue(db, here, done);
            Await.until(BOUND, "all are heard", () -> heard.get() >= ROUNDS);
            assertThat(heard).hasValue(ROUNDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static JobQueue notifying(TestDatabase db) {
        return JobQueue.on(JdbcJobStore.builder(db.newPool(2))
                .joining(Database.of(db.dataSource()))
                .notifying(JdbcJobStore.DEFAULT_CHANNEL)
                .build());
    }

    /** One that is rolled back, and then some that are committed, each after the one before is done. */
    private static void enqueue(TestDatabase db, JobQueue here, AtomicInteger done) {
        TransactionTemplate spring = new TransactionTemplate(new JdbcTransactionManager(db.dataSource()));
        spring.executeWithoutResult(status -> {
            here.enqueue(Queue.TYPE, "rolled back");
            status.setRollbackOnly();
        });
        long begun = System.nanoTime();
        for (int i = 1; i <= ROUNDS; i++) {
            int number = i;
            spring.executeWithoutResult(status -> here.enqueue(Queue.TYPE, "committed"));
            Await.until(BOUND, "it is done", () -> done.get() == number);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("without it, each is found after 3.75 s or more")
                .isLessThan(Duration.ofSeconds(15));
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void they_are_told_of_groups_and_of_the_next_in_one_when_the_one_before_has_ended(TestDatabase db) {
        JobQueue silent = JobQueue.on(Queue.in(db, db.newPool(4)).store);
        List<String> heard = new CopyOnWriteArrayList<>();
        PostgresReleaseSignal signal = new PostgresReleaseSignal(db.newPool(1), JdbcJobStore.DEFAULT_CHANNEL);
        try (JobQueue here = notifying(db);
                ReleaseSignal.Listening listening = signal.listen(heard::add)) {
            assertThat(listening).isNotNull();
            Await.until(BOUND, "it listens", () -> listeners(db) == 1);
            here.group("g").enqueue(Queue.TYPE, "first");
            Await.until(BOUND, "a turn is to be given", () -> heard.equals(List.of(JobStore.IN_GROUP)));
            silent.group("g").enqueue(Queue.TYPE, "next");
            here.claims(Queue.TYPE).tidy();
            Await.until(BOUND, "the first has its turn", () -> heard.equals(List.of(JobStore.IN_GROUP, "")));
            claimed(here).complete();
            Await.until(BOUND, "the next has its turn", () -> heard.equals(List.of(JobStore.IN_GROUP, "", "")));
            claimed(silent).complete();
            here.enqueue(Queue.TYPE, "of no group");
            Await.until(BOUND, "that one is told", () -> heard.size() >= 4);
            assertThat(heard)
                    .as("of the last in the group there is nothing to tell")
                    .containsExactly("group", "", "", "");
        }
    }

    /** A dead letter that somebody retries here, and a job that is taken here from a worker that died. */
    @EachDatabase(ServerKind.POSTGRESQL)
    void they_are_told_of_what_is_retried_and_of_what_a_dead_worker_left(TestDatabase db) {
        Queue queue = Queue.in(db, db.newPool(4));
        List<String> heard = new CopyOnWriteArrayList<>();
        PostgresReleaseSignal signal = new PostgresReleaseSignal(db.newPool(1), JdbcJobStore.DEFAULT_CHANNEL);
        try (JobQueue here = notifying(db);
                ReleaseSignal.Listening listening = signal.listen(heard::add)) {
            assertThat(listening).isNotNull();
            Await.until(BOUND, "it listens", () -> listeners(db) == 1);
            JobClaims claims = here.claims(Queue.TYPE);
            assertThat(claims.tidy()).isEqualTo(new JobStore.Tidied(0, 0, 0));
            long id = queue.add(Queue.job("left"));
            queue.store.claim(Queue.wanted(1, Duration.ofMillis(1)));
            Await.until(BOUND, "its claim has run out", () -> claims.tidy().reclaimed() == 1);
            Await.until(BOUND, "they are told of it", () -> heard.equals(List.of("")));
            claimed(here).fail(new PermanentJobException("no"));
            assertThat(here.retry(id)).isEqualTo(JobStore.Revival.RETRIED);
            assertThat(here.retry(id)).isEqualTo(JobStore.Revival.NOT_DEAD);
            Await.until(BOUND, "they are told of that too", () -> heard.size() == 2);
            claimed(here).giveBack();
            Await.until(BOUND, "and of what was claimed and not begun", () -> heard.size() == 3);
            assertThat(here.drop(id))
                    .as("one that is to be run is no dead letter")
                    .isFalse();
            here.enqueue(Queue.TYPE, "another");
            Await.until(BOUND, "that one is told", () -> heard.size() >= 4);
            assertThat(heard)
                    .as("where there was nothing to tell, nothing was told")
                    .containsExactly("", JobStore.IN_GROUP, "", "");
        }
    }

    private static ClaimedJob claimed(JobQueue by) {
        List<ClaimedJob> claimed = by.claims(Queue.TYPE).claim(1);
        assertThat(claimed).hasSize(1);
        return claimed.get(0);
    }

    private static long listeners(TestDatabase db) {
        Long count = db.value(
                Long.class,
                "select count(*) from pg_stat_activity where query = ?",
                "listen " + JdbcJobStore.DEFAULT_CHANNEL);
        return count == null ? 0 : count;
    }

    @EachDatabase(ServerKind.H2)
    void a_database_that_cannot_notify_is_refused(TestDatabase db) {
        assertThatThrownBy(() -> JdbcJobStore.builder(db.dataSource()).notifying("a"))
                .hasMessageContaining("only PostgreSQL can notify, and this is H2");
    }
}
