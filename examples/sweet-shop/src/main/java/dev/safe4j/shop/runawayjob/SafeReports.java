package dev.safe4j.shop.runawayjob;

import dev.safe4j.job.JobPolicy;
import dev.safe4j.job.JobQueue;
import dev.safe4j.job.JobWorker;
import java.time.Duration;

/** A job that takes too long is interrupted, and makes room for the next. */
public final class SafeReports implements Reports {

    private final JobQueue jobs;
    private final JobWorker worker;

    public SafeReports(JobQueue jobs, Duration limit, Headquarters headquarters) {
        this.jobs = jobs;
        JobPolicy bounded = JobPolicy.defaults().timeLimit(limit).attempts(2);
        this.worker = jobs.worker()
                .concurrency(1)
                .handle("report", String.class, bounded, (report, run) -> headquarters.fetch(report))
                .build();
        worker.start();
    }

    @Override
    public void order(String report) {
        jobs.enqueue("report", report);
    }

    @Override
    public void close() {
        worker.close();
    }
}
