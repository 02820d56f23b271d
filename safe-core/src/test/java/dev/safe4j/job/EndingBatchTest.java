package dev.safe4j.job;

import static dev.safe4j.job.Heard.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.job.JobListener.End;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Endings that a store does not take at once. */
class EndingBatchTest extends WorkerCases {

    @Test
    void an_ending_waits_for_a_store_that_is_away() {
        AtomicInteger failures = new AtomicInteger();
        jobs.enqueueAll("mail", List.of("1", "2", "3"));
        observed.change("end", step -> {
            if (failures.incrementAndGet() <= 3) {
                throw new IllegalStateException("the database is away");
            }
            return step.go();
        });
        observed.change("claim", step -> {
            if (observed.calls("claim") % 3 == 2) {
                throw new IllegalStateException("the database is away");
            }
            return step.go();
        });
        AtomicInteger runs = new AtomicInteger();
        try (JobWorker worker = worker().handle("mail", String.class, (mail, run) -> runs.incrementAndGet())
                .build()) {
            worker.start();
            until("all are done", () -> heard.count(End.DONE) == 3);
        }
        assertThat(runs).hasValue(3);
        assertThat(failures.get()).isGreaterThan(3);
        assertThat(jobs.counts()).isEmpty();
    }

    @Test
    void an_ending_that_is_refused_again_and_again_holds_up_no_other() {
        AtomicInteger refused = new AtomicInteger();
        long bad = jobs.enqueue("mail", "0").id();
        observed.change("end", step -> {
            if (endings().stream().anyMatch(each -> each.owner().id() == bad)) {
                refused.incrementAndGet();
                throw new IllegalStateException("a trigger forbids it");
            }
            return step.go();
        });
        jobs.enqueueAll(
                "mail", IntStream.range(1, 500).mapToObj(each -> "" + each).toList());
        try (JobWorker worker =
                worker().handle("mail", String.class, (mail, run) -> {}).build()) {
            worker.start();
            until("all others are done", () -> heard.count(End.DONE) == 499);
            int tries = refused.get();
            until("it is still tried", () -> refused.get() > tries + 1);
            assertThat(jobs.counts()).as("what is left").hasSize(1);
            observed.asBefore("end");
            until("it is done", () -> heard.count(End.DONE) == 500);
        }
        assertThat(heard.ends).hasSize(500);
        assertThat(jobs.counts()).isEmpty();
    }

    @SuppressWarnings("unchecked")
    private List<JobEnding> endings() {
        return (List<JobEnding>) observed.asked("end").get(0);
    }
}
