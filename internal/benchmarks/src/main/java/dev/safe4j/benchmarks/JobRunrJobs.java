package dev.safe4j.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;
import org.jobrunr.utils.mapper.JsonMapper;
import org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper;
import org.springframework.jdbc.core.JdbcTemplate;

/** Jobs of JobRunr OSS, which looks at the queue every five seconds at most, and keeps what is done. */
final class JobRunrJobs implements JobWay {

    private final HikariDataSource pool;
    private final int threads;
    private final JsonMapper mapper = new Jackson3JsonMapper();
    private final StorageProvider storage;
    private final JobScheduler jobs;

    /** What its jobs call. */
    public static final class Work {

        private final Runnable job;

        Work(Runnable job) {
            this.job = job;
        }

        /** Does one job. */
        public void run(String payload) {
            job.run();
        }
    }

    JobRunrJobs(HikariDataSource pool, int threads) {
        this.pool = pool;
        this.threads = threads;
        this.storage = SqlStorageProviderFactory.using(pool);
        storage.setJobMapper(new JobMapper(mapper));
        this.jobs = new JobScheduler(storage);
    }

    @Override
    public String name() {
        return "JobRunr OSS, " + threads + " threads";
    }

    @Override
    public void clear() {
        new JdbcTemplate(pool).update("delete from jobrunr_jobs");
    }

    @Override
    public void add(int number, Duration delay) {
        if (!delay.isZero()) {
            Instant due = Instant.now().plus(delay);
            IntStream.range(0, number).forEach(each -> jobs.<Work>schedule(due, work -> work.run("order 4711")));
        } else if (number == 1) {
            jobs.<Work>enqueue(work -> work.run("order 4711"));
        } else {
            jobs.<Work, String>enqueue(
                    Stream.generate(() -> "order 4711").limit(number), (work, payload) -> work.run(payload));
        }
    }

    @Override
    public Runnable start(Runnable job) {
        BackgroundJobServerConfiguration configuration =
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andPollIntervalInSeconds(5)
                        .andWorkerCount(threads);
        JobActivator activator = new JobActivator() {
            @Override
            public <T> T activateJob(Class<T> type) {
                return type.cast(new Work(job));
            }
        };
        BackgroundJobServer server = new BackgroundJobServer(storage, mapper, activator, configuration);
        server.start();
        return server::stop;
    }

    @Override
    public String unfinished() {
        return "select count(*) from jobrunr_jobs where state in ('ENQUEUED', 'PROCESSING')";
    }

    @Override
    public void close() {
        storage.close();
        pool.close();
    }
}
