package dev.safe4j.job;

import static dev.safe4j.job.Heard.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.job.JobListener.End;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is thrown around a run, where nobody expects it: the worker goes on, and the job is run again. */
@Tag("slow")
class StrayFailuresTest extends WorkerCases {

    private static final Duration LEASE = Duration.ofSeconds(1);

    @Test
    void a_job_whose_failure_cannot_say_what_it_is_is_run_again_and_those_behind_it_are_run() {
        jobs.enqueueAll("mail", List.of("mute", "b", "c"));
        List<String> order = new CopyOnWriteArrayList<>();
        JobWorker worker = worker().handle("mail", String.class, SOON, (mail, run) -> {
                    order.add(mail + run.attempt());
                    if (mail.equals("mute") && run.attempt() == 1) {
                        throw new MuteException();
                    }
                })
                .concurrency(1)
                .lease(LEASE)
                .build();
        worker.start();
        until("all are done", () -> heard.count(End.DONE) == 3);
        assertThat(worker.stop(Duration.ofSeconds(10))).isTrue();
        assertThat(order).containsExactly("mute1", "b1", "c1", "mute2");
        assertThat(heard.count(End.LOST)).isEqualTo(1);
        assertThat(jobs.counts()).isEmpty();
    }

    @Test
    void a_rule_that_fails_after_a_run_holds_neither_its_claim_nor_its_thread() {
        AtomicBoolean broken = new AtomicBoolean();
        NextRun rule = time -> {
            if (broken.get()) {
                throw new IllegalStateException("no time at all");
            }
            return time.plusMillis(50);
        };
        JobSchedule schedule =
                JobSchedule.of("count", "now and then", rule, (run, same) -> broken.set(run.attempt() == 1));
        JobWorker worker = worker().schedule(schedule)
                .handle("mail", String.class, (mail, run) -> {})
                .concurrency(1)
                .lease(LEASE)
                .build();
        worker.start();
        until("the rule fails", () -> heard.count(End.LOST) == 1);
        jobs.enqueue("mail", "a");
        until("the mail and the second attempt are done", () -> heard.count(End.DONE) >= 2);
        assertThat(worker.stop(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void an_error_of_a_listener_changes_nothing() {
        ErringListener erring = new ErringListener();
        try (JobQueue queue = JobQueue.builder(observed.store())
                .listener(erring)
                .listener(heard)
                .build()) {
            queue.enqueueAll("mail", List.of("a", "b"));
            try (JobWorker worker = queue.worker()
                    .handle("mail", String.class, (mail, run) -> {})
                    .concurrency(1)
                    .build()) {
                worker.start();
                until("both are done", () -> heard.count(End.DONE) == 2);
            }
            assertThat(queue.counts()).isEmpty();
        }
        assertThat(observed.calls("end")).isLessThanOrEqualTo(2);
        assertThat(erring.thrown.get()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void a_context_that_fails_by_an_error_is_left_out() {
        ErringContext erring = new ErringContext();
        try (JobQueue queue = JobQueue.builder(observed.store())
                        .listener(heard)
                        .context(erring)
                        .build();
                JobWorker worker = queue.worker()
                        .handle("mail", String.class, SOON.attempts(2), (mail, run) -> {
                            throw new IllegalStateException("no server");
                        })
                        .build()) {
            queue.enqueue("mail", "a");
            worker.start();
            until("it is dead", () -> heard.count(End.DEAD) == 1);
        }
        assertThat(heard.ends).containsExactly(End.FAILED, End.DEAD);
        assertThat(erring.closed).as("what was put in place is undone").hasValue(1);
    }

    private static final class ErringListener implements JobListener {

        private final AtomicInteger thrown = new AtomicInteger();

        private void fail() {
            thrown.incrementAndGet();
            throw new LinkageError("of a library that is missing");
        }

        @Override
        public void onClaimed(int wanted, int claimed) {
            fail();
        }

        @Override
        public void onBegun(JobRun run, Duration waited) {
            fail();
        }

        @Override
        public void onEnded(JobRun run, End end, Duration time) {
            fail();
        }
    }

    /** Fails before the first attempt, and after the second one. */
    private static final class ErringContext implements JobContext {

        private final AtomicInteger closed = new AtomicInteger();

        @Override
        public Map<String, String> capture() {
            return Map.of();
        }

        @Override
        public Scope open(JobRun run, Map<String, String> context) {
            if (run.attempt() == 1) {
                throw new LinkageError("of a library that is missing");
            }
            return new Scope() {

                @Override
                public void failed(Throwable failure) {
                    throw new LinkageError("of a library that is missing");
                }

                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            };
        }
    }
}
