package dev.safe4j.shop.doubleschedule;

import dev.safe4j.job.JobQueue;
import dev.safe4j.job.JobSchedule;
import dev.safe4j.job.JobWorker;
import java.time.Instant;

/** The next time is a row, which one instance claims. */
public final class SafeClosingTime implements ClosingTime {

    private final JobWorker worker;

    public SafeClosingTime(JobQueue jobs, Instant closing, Books books) {
        JobSchedule takings = JobSchedule.of(
                "takings",
                "once, at " + closing,
                time -> time.isBefore(closing) ? closing : null,
                (due, run) -> books.enterTakings());
        this.worker = jobs.worker().schedule(takings).build();
        worker.start();
    }

    @Override
    public void close() {
        worker.close();
    }
}
