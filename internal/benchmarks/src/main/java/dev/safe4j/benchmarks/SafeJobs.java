package dev.safe4j.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.job.JdbcJobStore;
import dev.safe4j.job.JobQueue;
import dev.safe4j.job.JobWorker;
import java.time.Duration;
import java.util.Collections;
import org.springframework.jdbc.core.JdbcTemplate;

/** Jobs of safe4j, as they are without a setting but the number of threads. */
final class SafeJobs implements JobWay {

    private static final String TYPE = "mail";
    private static final String PAYLOAD = "order 4711";

    private final HikariDataSource pool;
    private final JobQueue jobs;
    private final int threads;

    SafeJobs(HikariDataSource pool, int threads) {
        JdbcJobStore store = JdbcJobStore.on(pool);
        store.schema().create(Database.of(pool));
        this.pool = pool;
        this.jobs = JobQueue.on(store);
        this.threads = threads;
    }

    @Override
    public String name() {
        return "safe4j";
    }

    @Override
    public void clear() {
        new JdbcTemplate(pool).execute("truncate table safe4j_job");
    }

    @Override
    public void add(int number, Duration delay) {
        JobQueue later = delay.isZero() ? jobs : jobs.in(delay);
        if (number == 1) {
            later.enqueue(TYPE, PAYLOAD);
        } else {
            later.enqueueAll(TYPE, Collections.nCopies(number, PAYLOAD));
        }
    }

    @Override
    public Runnable start(Runnable job) {
        JobWorker worker = jobs.worker()
                .concurrency(threads)
                .handle(TYPE, String.class, (payload, run) -> job.run())
                .build();
        worker.start();
        return worker::close;
    }

    @Override
    public String unfinished() {
        return "select count(*) from safe4j_job where due_at <= current_timestamp + interval '12' hour";
    }

    @Override
    public void close() {
        jobs.close();
        pool.close();
    }
}
