package dev.safe4j.job;

import static dev.safe4j.job.Heard.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What runs claimed jobs, with threads that cannot be started and runs that throw. */
class RunnersTest extends WorkerCases {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<JobRun> begun = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeThreads() {
        threads.shutdownNow();
    }

    /** Claims for the runners, until it is stopped. */
    private WorkLoop startedLoop(Runners runners) {
        JobWorkerBuilder options = worker().handle("mail", String.class, (mail, run) -> {});
        EndingBatch endings = new EndingBatch(options.engine, () -> false, written -> {});
        WorkLoop loop = new WorkLoop(
                options,
                new Handlings(options.handlings, "w"),
                new Room(runners, endings, 1, 1),
                runners::add,
                threads);
        threads.execute(loop);
        return loop;
    }

    @Test
    void a_thread_that_cannot_be_started_takes_no_place_and_is_asked_for_again() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        Executor failsTwice = task -> {
            if (asked.incrementAndGet() <= 2) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            threads.execute(task);
        };
        Runners runners = new Runners(1, failsTwice, (run, runner) -> begun.add(run), () -> {});
        WorkLoop loop = startedLoop(runners);
        jobs.enqueueAll("mail", List.of("a", "b", "c"));
        until("all are run", () -> begun.size() == 3);
        loop.stop();
        assertThat(runners.awaitIdle(TimeUnit.SECONDS.toNanos(10))).isTrue();
    }

    @Test
    void what_a_run_throws_ends_neither_the_runner_nor_what_waits_behind_it() throws InterruptedException {
        Runners runners = new Runners(
                1,
                threads,
                (run, runner) -> {
                    begun.add(run);
                    if (begun.size() == 1) {
                        throw new MuteException();
                    }
                },
                () -> {});
        WorkLoop loop = startedLoop(runners);
        jobs.enqueueAll("mail", List.of("a", "b", "c"));
        until("all are run", () -> begun.size() == 3);
        loop.stop();
        assertThat(runners.awaitIdle(TimeUnit.SECONDS.toNanos(10))).isTrue();
    }
}
