package dev.safe4j.faults;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.job.JdbcJobStore;
import dev.safe4j.jdbc.job.JdbcJobTransactions;
import dev.safe4j.job.JobQueue;
import dev.safe4j.job.JobRun;
import dev.safe4j.job.JobWorker;
import dev.safe4j.job.JobWorkerBuilder;
import dev.safe4j.job.PermanentJobException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The worker of a program that runs jobs, and what its handlers do. */
final class JobSite implements AutoCloseable {

    private static final int OWN_CONNECTIONS = 3;
    private static final int BUFFER = 60;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int LONGEST = 12;
    private static final int LONGEST_OF_SLOW = 500;
    private static final int DONE_AT = 3;

    private final Task task;
    private final JobQueue jobs;
    private final JobWorker worker;
    private final Effects effects;
    private final List<Runnable> ends;
    private final AtomicLong runs = new AtomicLong();

    private JobSite(Task task, JdbcJobStore store, JobQueue jobs, Effects effects, List<Runnable> ends) {
        this.task = task;
        this.jobs = jobs;
        this.effects = effects;
        this.ends = ends;
        JobWorkerBuilder options = jobs.worker()
                .name(task.text("name"))
                .transactions(JdbcJobTransactions.on(store))
                .lease(task.millis("lease", 2_000))
                .concurrency(task.number("threads", 1))
                .buffer(BUFFER)
                .poll(POLL);
        for (JobKind kind : JobKind.values()) {
            options.handle(
                    kind.type(), Integer.class, kind.policy(), (number, attempt) -> handle(kind, number, attempt));
        }
        this.worker = options.build();
    }

    static JobSite open(Task task, Consumer<String> lines) {
        HikariDataSource own = Site.pool(task, "jobs", OWN_CONNECTIONS);
        HikariDataSource work = Site.pool(task, "work", task.number("threads", 1));
        JdbcJobStore store =
                JdbcJobStore.builder(own).joining(Database.of(work)).build();
        JobQueue jobs = JobQueue.builder(store).listener(new JobTally(lines)).build();
        return new JobSite(task, store, jobs, new EffectTable(work), List.of(jobs::close, own::close));
    }

    JobWorker worker() {
        return worker;
    }

    private void handle(JobKind kind, int number, JobRun run) throws InterruptedException {
        int longest = kind == JobKind.SLOW ? LONGEST_OF_SLOW : LONGEST;
        pass(ThreadLocalRandom.current().nextInt(longest));
        if (kind == JobKind.SLOW) {
            run.progress(0.5);
        }
        effects.add(new Effect(0, number, run.attempt(), task.text("name") + "#" + runs.incrementAndGet()));
        int first = task.number("first", 0);
        if (kind == JobKind.EXACT && number < first) {
            int next = JobKind.next(number, first);
            jobs.enqueue(JobKind.of(next).type(), next);
        }
        if (kind == JobKind.HOPELESS) {
            throw new PermanentJobException("job " + number + " is hopeless");
        } else if (kind == JobKind.DOOMED || (kind.isErratic() && run.attempt() < DONE_AT)) {
            throw new IllegalStateException("job " + number + " fails");
        }
    }

    /** As work does that can be interrupted. */
    private static void pass(int millis) throws InterruptedException {
        boolean isOver = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        if (isOver) {
            throw new IllegalStateException("nobody ends it");
        }
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
        effects.close();
    }
}
