package dev.safe4j.job;

import static dev.safe4j.job.Heard.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.job.JobListener.End;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Stops that end before the worker does. */
@Tag("slow")
class JobWorkerStopTest extends WorkerCases {

    @Test
    void a_stop_that_is_interrupted_gives_back_what_was_not_begun_all_the_same() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        jobs.enqueueAll("mail", List.of("1", "2"));
        JobWorker worker = worker().handle("mail", String.class, SOON, (mail, run) -> {
                    runs.incrementAndGet();
                    begun.countDown();
                    free.await();
                })
                .concurrency(1)
                .buffer(1)
                .build();
        worker.start();
        begun.await();
        until("the other one is claimed", () -> worker.waiting() == 1);
        CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> {
            Thread.currentThread().interrupt();
            boolean all = worker.stop(Duration.ofSeconds(10));
            return all || !Thread.interrupted();
        });
        assertThat(stopped.join()).as("it has waited").isFalse();
        assertThat(worker.waiting()).isZero();
        free.countDown();
        until("both have ended", () -> heard.ends.size() == 2);
        assertThat(heard.count(End.GIVEN_BACK)).isEqualTo(1);
        assertThat(runs).hasValue(1);
        assertThat(jobs.counts()).singleElement().satisfies(each -> {
            assertThat(each.state()).isEqualTo(JobState.READY);
            assertThat(each.jobs()).isEqualTo(1);
        });
    }

    @Test
    void what_is_claimed_after_the_stop_has_waited_for_it_in_vain_is_given_back() {
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch claiming = new CountDownLatch(1);
        long id = jobs.enqueue("mail", "a").id();
        observed.change("claim", step -> {
            claiming.countDown();
            free(free);
            return step.go();
        });
        JobWorker worker =
                worker().handle("mail", String.class, (mail, run) -> {}).build();
        worker.start();
        free(claiming);
        assertThat(worker.stop(Duration.ZERO)).as("a claim is under way").isFalse();
        free.countDown();
        until("it is given back", () -> heard.count(End.GIVEN_BACK) == 1);
        StoredJob job = jobs.find(id).orElseThrow();
        assertThat(job.state()).isEqualTo(JobState.READY);
        assertThat(job.attempt()).isZero();
    }

    /** The threads that wait here are interrupted by nobody. */
    private static void free(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
