package dev.safe4j.shop.untrackedjob;

import dev.safe4j.job.JobQueue;
import dev.safe4j.job.JobRun;
import dev.safe4j.job.JobWorker;
import java.time.Duration;

/** The list is a job, and the job says how far it is. */
public final class SafePriceTakeOver implements PriceTakeOver {

    private final JobQueue jobs;
    private final Lines lines;
    private final JobWorker worker;

    public SafePriceTakeOver(JobQueue jobs, Lines lines) {
        this.jobs = jobs;
        this.lines = lines;
        this.worker = jobs.worker()
                .lease(Duration.ofSeconds(1))
                .handle("prices", String.class, this::takeOver)
                .build();
        worker.start();
    }

    @Override
    public void begin(String list) {
        jobs.dedupe(list).enqueue("prices", list);
    }

    private void takeOver(String list, JobRun run) {
        int first = run.resumePoint().map(Integer::valueOf).orElse(0);
        for (int line = first; line < lines.number(list); line++) {
            lines.take(list, line);
            run.resumeAt(String.valueOf(line + 1));
        }
    }

    @Override
    public void close() {
        worker.stop(Duration.ZERO);
    }
}
