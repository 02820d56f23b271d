package dev.safe4j.jdbc.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.transaction.InsideTransactionException;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.job.JobEnding;
import dev.safe4j.job.JobPolicy;
import dev.safe4j.job.JobQueue;
import dev.safe4j.job.JobState;
import dev.safe4j.job.JobStore.Owner;
import dev.safe4j.job.JobStore.Wanted;
import dev.safe4j.job.JobWorker;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a handler writes and the completion of its job commit together. */
class JobCompletionTest {

    private static final Duration BOUND = Duration.ofSeconds(30);

    private static Queue with(TestDatabase db) {
        db.execute("create table effect (job varchar(100))");
        return Queue.in(db, db.newPool(4));
    }

    private static void write(TestDatabase db, Object job) {
        new JdbcTemplate(db.dataSource()).update("insert into effect (job) values (?)", String.valueOf(job));
    }

    private static long effects(TestDatabase db) {
        Long effects = db.value(Long.class, "select count(*) from effect");
        return effects == null ? -1 : effects;
    }

    private static Owner claimed(Queue queue, Duration lease) {
        Wanted wanted = Queue.wanted(1, lease);
        return Queue.owners(queue.store.claim(wanted), wanted).get(0);
    }

    @EachDatabase
    void r08_effect_and_completion_are_there_together(TestDatabase db) {
        Queue queue = with(db);
        JdbcJobTransactions transactions = JdbcJobTransactions.on(queue.store);
        long id = queue.add(Queue.job("a", null, "group"));
        queue.add(Queue.job("b", null, "group"));
        queue.store.tidy(10, Queue.LONG);
        Owner owner = claimed(queue, Queue.LONG);
        transactions.run(end -> {
            write(db, id);
            assertThat(end.test(new JobEnding.Done(owner, Duration.ZERO))).isTrue();
            assertThat(queue.store.find(id)).as("seen from outside").isNotNull();
        });
        assertThat(effects(db)).isEqualTo(1);
        assertThat(queue.store.find(id)).isNull();
        assertThat(queue.store.claim(Queue.wanted(1)))
                .as("the next of the group")
                .hasSize(1);
    }

    @EachDatabase
    void r08_what_fails_leaves_neither(TestDatabase db) {
        Queue queue = with(db);
        JdbcJobTransactions transactions = JdbcJobTransactions.on(queue.store, Transactions.on(queue.database));
        long id = queue.add(Queue.job("a"));
        Owner owner = claimed(queue, Queue.LONG);
        assertThatThrownBy(() -> transactions.run(end -> {
                    write(db, id);
                    end.test(new JobEnding.Done(owner, Duration.ZERO));
                    throw new IllegalArgumentException("no such order");
                }))
                .hasMessage("no such order");
        assertThat(effects(db)).isZero();
        assertThat(queue.store.find(id)).hasFieldOrPropertyWithValue("state", JobState.RUNNING);
    }

    @EachDatabase
    void r08_whose_claim_was_lost_is_told_in_the_transaction(TestDatabase db) {
        Queue queue = with(db);
        JdbcJobTransactions transactions = JdbcJobTransactions.on(queue.store);
        long id = queue.add(Queue.job("a"));
        Owner lost = claimed(queue, Duration.ofMillis(100));
        Await.until(
                BOUND,
                "the claim runs out",
                () -> queue.store.tidy(10, Queue.LONG).reclaimed() == 1);
        Owner next = claimed(queue, Queue.LONG);
        transactions.run(end ->
                assertThat(end.test(new JobEnding.Done(lost, Duration.ZERO))).isFalse());
        assertThat(queue.store.find(id)).hasFieldOrPropertyWithValue("state", JobState.RUNNING);
        assertThat(queue.store.end(Queue.done(List.of(next), Duration.ZERO))).containsExactly(true);
    }

    @EachDatabase
    @Tag("slow")
    void r08_what_a_worker_wrote_under_a_claim_that_it_lost_is_rolled_back(TestDatabase db) {
        Queue queue = with(db);
        AtomicInteger attempts = new AtomicInteger();
        try (JobQueue jobs = JobQueue.on(queue.store)) {
            jobs.enqueue("order", "order 1");
            try (JobWorker worker = jobs.worker()
                    .transactions(JdbcJobTransactions.on(queue.store))
                    .handle("order", String.class, JobPolicy.defaults().transactional(), (order, run) -> {
                        write(queue.db, order);
                        if (attempts.incrementAndGet() == 1) { // as if somebody had taken it over
                            queue.db.execute("update safe4j_job set token = 'of another claim'");
                        }
                    })
                    .lease(Duration.ofSeconds(1))
                    .build()) {
                worker.start();
                Await.until(BOUND, "it is done", () -> queue.store.counts().isEmpty());
            }
        }
        assertThat(attempts).hasValue(2);
        assertThat(effects(db)).isEqualTo(1);
    }

    @EachDatabase
    @Tag("slow")
    void r08_a_job_whose_claim_is_renewed_while_it_runs_completes_whatever_the_isolation_of_the_pool(TestDatabase db) {
        with(db);
        DataSource application = atRepeatableRead(db.newPool(4));
        JdbcJobStore store = JdbcJobStore.builder(db.dataSource())
                .joining(Database.of(application))
                .build();
        try (JobQueue jobs = JobQueue.on(store);
                JobWorker worker = jobs.worker()
                        .transactions(JdbcJobTransactions.on(store))
                        .handle("order", String.class, JobPolicy.defaults().transactional(), (order, run) -> {
                            JdbcTemplate jdbc = new JdbcTemplate(application);
                            jdbc.queryForList("select id from safe4j_job"); // a snapshot has the row as it is now
                            jdbc.update("insert into effect (job) values (?)", order);
                            String before = untilWhen(db);
                            Await.until(BOUND, "the claim is renewed", () -> !before.equals(untilWhen(db)));
                        })
                        .lease(Duration.ofSeconds(1))
                        .build()) {
            jobs.enqueue("order", "order 1");
            worker.start();
            Await.until(BOUND, "it is done", () -> store.counts().isEmpty());
        }
        assertThat(effects(db)).isEqualTo(1);
    }

    @EachDatabase
    void what_has_ended_stays_so_though_the_next_of_its_group_cannot_be_given_its_turn(TestDatabase db) {
        db.execute("create table effect (job varchar(100))");
        Scarce pool = new Scarce(db.newPool(4));
        Queue queue = Queue.in(db, pool);
        JdbcJobTransactions transactions = JdbcJobTransactions.on(queue.store);
        for (String each : List.of("a", "b", "c")) {
            queue.add(Queue.job(each, null, "group"));
        }
        queue.store.tidy(10, Queue.LONG);
        Owner first = claimed(queue, Queue.LONG);
        transactions.run(end -> {
            pool.left.set(0); // of the store's own: the transaction has another's
            assertThat(end.test(new JobEnding.Done(first, Duration.ZERO))).isTrue();
        });
        pool.left.set(Integer.MAX_VALUE);
        assertThat(queue.store.find(first.id())).isNull();
        assertThat(queue.store.tidy(10, Queue.LONG).turns()).as("turns later").isEqualTo(1);
        Owner second = claimed(queue, Queue.LONG);
        pool.left.set(1);
        assertThat(queue.store.end(List.of(new JobEnding.Done(second, Duration.ZERO))))
                .containsExactly(true);
        assertThat(pool.left.get()).as("asked for one more").isNegative();
        pool.left.set(Integer.MAX_VALUE);
        assertThat(queue.store.tidy(10, Queue.LONG).turns()).as("turns later").isEqualTo(1);
    }

    /** Has so many connections left, and then none. */
    private static final class Scarce extends DelegatingDataSource {

        private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

        Scarce(DataSource pool) {
            super(pool);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (left.getAndDecrement() <= 0) {
                throw new SQLTransientConnectionException("the pool is empty");
            }
            return super.getConnection();
        }
    }

    private static String untilWhen(TestDatabase db) {
        return String.valueOf(db.value(String.class, "select cast(until_at as char(40)) from safe4j_job"));
    }

    private static DataSource atRepeatableRead(DataSource pool) {
        return new DelegatingDataSource(pool) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                return connection;
            }
        };
    }

    @EachDatabase
    void inside_a_transaction_of_the_callers_it_is_refused(TestDatabase db) {
        Queue queue = with(db);
        JdbcJobTransactions transactions = JdbcJobTransactions.on(queue.store);
        new TransactionTemplate(new JdbcTransactionManager(db.dataSource()))
                .executeWithoutResult(status -> assertThatThrownBy(() -> transactions.run(end -> {}))
                        .isInstanceOf(InsideTransactionException.class));
    }

    @EachDatabase
    void of_two_who_complete_under_one_claim_one_does(TestDatabase db) {
        Queue queue = with(db);
        JdbcJobTransactions transactions = JdbcJobTransactions.on(queue.store);
        queue.add(Queue.job("a"));
        Owner owner = claimed(queue, Queue.LONG);
        List<Callers.Result<Boolean>> results = Callers.run(2, BOUND, caller -> () -> {
            boolean[] mine = new boolean[1];
            transactions.run(end -> {
                mine[0] = end.test(new JobEnding.Done(owner, Duration.ZERO));
                if (mine[0]) {
                    write(db, caller);
                }
            });
            return mine[0];
        });
        assertThat(results).allMatch(Callers.Result::isSuccess);
        assertThat(results.stream().filter(Callers.Result::value)).hasSize(1);
        assertThat(effects(db)).isEqualTo(1);
    }

    @EachDatabase
    @Tag("slow")
    void workers_run_jobs_of_all_kinds_and_each_effect_is_there_once(TestDatabase db) {
        Queue queue = with(db);
        try (JobQueue jobs = JobQueue.on(queue.store)) {
            try (JobWorker one = worker(queue, jobs);
                    JobWorker two = worker(queue, jobs)) {
                one.start();
                two.start();
                for (int i = 0; i < 200; i++) {
                    jobs.enqueue("order", "order " + i);
                }
                Await.until(BOUND, "all are done", () -> effects(db) == 200);
                Await.until(BOUND, "none is left", () -> queue.store.counts().isEmpty());
            }
        }
        Set<?> distinct = Set.copyOf(db.rows("select job from effect"));
        assertThat(distinct).hasSize(200);
    }

    private static JobWorker worker(Queue queue, JobQueue jobs) {
        return jobs.worker()
                .transactions(JdbcJobTransactions.on(queue.store))
                .handle(
                        "order",
                        String.class,
                        JobPolicy.defaults().transactional(),
                        (order, run) -> write(queue.db, order))
                .build();
    }
}
