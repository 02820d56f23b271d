package dev.safe4j.job;

import static dev.safe4j.job.Heard.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.job.JobListener.End;
import dev.safe4j.lease.LeaseLostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs that take too long or lose their claim, workers that are stopped, and stores that fail. */
@Tag("slow")
class JobWorkerEndTest extends WorkerCases {

    @Test
    void a_handler_that_takes_too_long_is_interrupted_and_run_again() {
        AtomicInteger interrupted = new AtomicInteger();
        jobs.enqueue("mail", "a");
        JobPolicy policy = SOON.timeLimit(Duration.ofMillis(150));
        try (JobWorker worker = worker().handle("mail", String.class, policy, (mail, run) -> {
                    if (run.attempt() == 1) {
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException expected) {
                            interrupted.incrementAndGet();
                            throw expected;
                        }
                    }
                    assertThat(Thread.currentThread().isInterrupted()).isFalse();
                })
                .concurrency(1)
                .build()) {
            worker.start();
            until("it is done", () -> heard.count(End.DONE) == 1);
        }
        assertThat(interrupted).hasValue(1);
        assertThat(heard.ends).containsExactly(End.FAILED, End.DONE);
    }

    @Test
    void a_handler_that_ignores_its_time_limit_is_abandoned_and_what_it_writes_is_refused() {
        CountDownLatch free = new CountDownLatch(1);
        List<Throwable> refusals = new CopyOnWriteArrayList<>();
        jobs.enqueue("mail", "a");
        JobPolicy policy = SOON.timeLimit(Duration.ofMillis(100));
        try (JobWorker worker = worker().handle("mail", String.class, policy, (mail, run) -> {
                    if (run.attempt() == 1) {
                        ignoringInterrupts(free);
                        refusals.add(catching(() -> run.progress(1)));
                    }
                })
                .lease(Duration.ofSeconds(1))
                .concurrency(1)
                .build()) {
            worker.start();
            until("the next attempt is done", () -> heard.count(End.DONE) == 1);
            assertThat(heard.abandoned).hasValue(1);
            free.countDown();
            until("the first attempt ends", () -> heard.count(End.LOST) == 1);
            assertThat(worker.running()).isLessThanOrEqualTo(1);
        }
        assertThat(refusals).singleElement().isInstanceOf(LeaseLostException.class);
        assertThat(jobs.counts()).isEmpty();
    }

    private static void ignoringInterrupts(CountDownLatch latch) {
        boolean done = false;
        while (!done) {
            try {
                latch.await();
                done = true;
            } catch (InterruptedException ignored) {
                // as handlers do that catch everything
            }
        }
    }

    private static Throwable catching(Runnable action) {
        try {
            action.run();
            return new AssertionError("was not refused");
        } catch (RuntimeException failure) {
            return failure;
        }
    }

    @Test
    void a_claim_that_is_held_while_its_run_lasts_is_not_given_to_another() {
        CountDownLatch free = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        AtomicBoolean isInterrupted = new AtomicBoolean();
        jobs.enqueue("mail", "a");
        JobPolicy policy = SOON.timeLimit(Duration.ofMillis(100)).holdWhileRunning();
        try (JobWorker worker = worker().handle("mail", String.class, policy, (mail, run) -> {
                    runs.incrementAndGet();
                    while (free.getCount() > 0) {
                        isInterrupted.compareAndSet(false, Thread.interrupted());
                        Thread.onSpinWait();
                    }
                })
                .lease(Duration.ofSeconds(1))
                .build()) {
            worker.start();
            until("it is interrupted", isInterrupted::get);
            int before = observed.calls("renew");
            until("it is renewed", () -> observed.calls("renew") >= before + 5); // longer than a lease
            free.countDown();
            until("it is done", () -> heard.count(End.DONE) == 1);
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void what_waits_to_be_run_is_renewed_too_and_given_back_uncounted_at_the_stop() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        List<Enqueued> all = jobs.enqueueAll("mail", List.of("1", "2", "3"));
        JobWorker worker = worker().handle("mail", String.class, SOON, (mail, run) -> {
                    begun.countDown();
                    free.await();
                })
                .lease(Duration.ofSeconds(1))
                .concurrency(1)
                .buffer(2)
                .build();
        worker.start();
        begun.await();
        until("the others are claimed", () -> worker.waiting() >= 1);
        int renewals = observed.calls("renew");
        until("they are renewed", () -> observed.calls("renew") >= renewals + 5);
        assertThat(heard.lost).hasValue(0);
        int waiting = worker.waiting();
        Thread freeing = new Thread(free::countDown);
        freeing.start();
        assertThat(worker.stop(Duration.ofSeconds(10))).isTrue();
        freeing.join();
        assertThat(heard.count(End.GIVEN_BACK) + heard.count(End.DONE)).isBetween(waiting, 3);
        for (Enqueued each : all) {
            jobs.find(each.id()).ifPresent(left -> {
                assertThat(left.state()).isEqualTo(JobState.READY);
                assertThat(left.attempt()).isZero();
            });
        }
    }

    @Test
    void a_run_that_is_interrupted_by_the_stop_is_given_back_uncounted() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        long id = jobs.enqueue("mail", "a").id();
        JobWorker worker = worker().handle("mail", String.class, SOON.attempts(1), (mail, run) -> {
                    begun.countDown();
                    new CountDownLatch(1).await();
                })
                .build();
        worker.start();
        begun.await();
        assertThat(worker.stop(Duration.ofMillis(50))).isTrue();
        assertThat(heard.ends).containsExactly(End.GIVEN_BACK);
        assertThat(jobs.find(id).orElseThrow().state()).isEqualTo(JobState.READY);
        assertThat(jobs.find(id).orElseThrow().attempt()).isZero();
        assertThat(worker.stop(Duration.ZERO)).as("the second time").isTrue();
        assertThatThrownBy(worker::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_lost_claim_interrupts_the_run_and_nothing_of_its_end_is_written() {
        AtomicBoolean told = new AtomicBoolean();
        AtomicInteger interrupted = new AtomicInteger();
        long id = jobs.enqueue("mail", "a").id();
        observed.change("renew", step -> List.of(false));
        try (JobWorker worker = worker().handle("mail", String.class, SOON, (mail, run) -> {
                    run.whenLost().thenAccept(why -> told.set(true));
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException expected) {
                        interrupted.incrementAndGet();
                    }
                })
                .lease(Duration.ofSeconds(2))
                .build()) {
            worker.start();
            until("it is lost", () -> heard.count(End.LOST) == 1);
            assertThat(jobs.find(id).orElseThrow().state()).isEqualTo(JobState.RUNNING);
            assertThat(observed.calls("end")).isZero();
        }
        assertThat(told).isTrue();
        assertThat(interrupted).hasValue(1);
        assertThat(heard.lost.get()).isPositive();
    }

    @Test
    void an_error_of_the_store_ends_neither_the_claims_nor_the_endings() {
        for (String step : List.of("claim", "end")) {
            AtomicInteger tries = new AtomicInteger();
            observed.change(step, real -> {
                if (tries.incrementAndGet() <= 2) {
                    throw new LinkageError("not at all");
                }
                return real.go();
            });
        }
        jobs.enqueue("mail", "a");
        try (JobWorker worker =
                worker().handle("mail", String.class, (mail, run) -> {}).build()) {
            worker.start();
            until("it is done", () -> heard.count(End.DONE) == 1);
        }
        assertThat(observed.calls("end")).isEqualTo(3);
        assertThat(observed.calls("claim")).isGreaterThanOrEqualTo(3);
    }

    @Test
    void of_two_claims_at_a_time_one_that_fails_loses_nothing_of_the_other() {
        AtomicInteger claims = new AtomicInteger();
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        observed.change("claim", real -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            try {
                if (claims.incrementAndGet() % 5 == 0) {
                    throw new IllegalStateException("the database is away");
                }
                return real.go();
            } finally {
                atOnce.decrementAndGet();
            }
        });
        jobs.enqueueAll(
                "mail", IntStream.range(0, 20_000).mapToObj(each -> "" + each).toList());
        try (JobWorker worker =
                worker().handle("mail", String.class, (mail, run) -> {}).build()) {
            worker.start();
            until("all are done", () -> heard.count(End.DONE) == 20_000);
        }
        assertThat(most).as("claims at a time").hasValue(2);
        assertThat(heard.ends).hasSize(20_000);
    }

    @Test
    void jobs_of_workers_that_died_are_looked_for_however_seldom_the_queue_is_looked_at() {
        try (JobWorker worker = worker().handle("mail", String.class, (mail, run) -> {})
                .lease(Duration.ofSeconds(1))
                .poll(Duration.ofHours(1))
                .build()) {
            worker.start();
            until("a look each third of the lease", () -> observed.calls("tidy") >= 15);
        }
    }
}
