package dev.safe4j.jdbc.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.job.JobQueue;
import dev.safe4j.job.JobWorker;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** The worker of a million jobs has at their end no more in its heap than after the first of them. */
@Tag("soak")
@Timeout(3_600)
class JobWorkerMemoryTest {

    /** See docs/soak.md. */
    private static final int JOBS = Integer.getInteger("safe4j.jobs", 1_000_000);

    private static final int WAVE = 10_000;
    private static final int TOGETHER = 500;
    private static final int BETWEEN_LOOKS = 100_000;
    private static final Duration BOUND = Duration.ofMinutes(5);

    private final AtomicInteger runs = new AtomicInteger();
    private long first;
    private long most;

    @EachDatabase(ServerKind.POSTGRESQL)
    void a_million_jobs_leave_the_heap_of_their_worker_as_it_was(TestDatabase db) {
        Queue queue = Queue.in(db, db.newPool(8));
        try (JobQueue jobs = JobQueue.on(queue.store);
                JobWorker worker = jobs.worker()
                        .handle(Queue.TYPE, String.class, (payload, run) -> runs.incrementAndGet())
                        .build()) {
            worker.start();
            for (int added = WAVE; added <= JOBS; added += WAVE) {
                add(jobs, added);
                int wanted = added;
                Await.until(BOUND, wanted + " jobs are done", () -> runs.get() >= wanted && left(db) == 0);
                if (added % BETWEEN_LOOKS == 0) {
                    look(added);
                }
            }
            assertThat(runs).as("each of them once, as none has failed").hasValue(JOBS / WAVE * WAVE);
        }
        assertThat(most - first).as("bytes more than after the first jobs").isLessThan(8_000_000);
    }

    private static void add(JobQueue jobs, int upTo) {
        for (int from = upTo - WAVE; from < upTo; from += TOGETHER) {
            List<String> payloads = IntStream.range(from, from + TOGETHER)
                    .mapToObj(each -> "order " + each)
                    .toList();
            jobs.enqueueAll(Queue.TYPE, payloads);
        }
    }

    private static long left(TestDatabase db) {
        Long left = db.value(Long.class, "select count(*) from safe4j_job");
        return left == null ? -1 : left;
    }

    private void look(int done) {
        ManagementFactory.getMemoryMXBean().gc();
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        first = first == 0 ? used : first;
        most = Math.max(most, used);
        System.out.printf("%d jobs done: %d bytes more than after the first %d%n", done, used - first, BETWEEN_LOOKS);
    }
}
