package dev.safe4j.job;

import static dev.safe4j.job.Heard.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.job.JobListener.End;
import dev.safe4j.job.JobStore.Revival;
import org.junit.jupiter.api.Test;

/** What becomes of jobs of types that no handler is known for. */
class UnknownTypesTest extends WorkerCases {

    @Test
    void they_are_left_for_workers_that_have_one() {
        long letter = jobs.enqueue("letter", "a").id();
        try (JobWorker worker =
                worker().handle("mail", String.class, (mail, run) -> {}).build()) {
            worker.start();
            jobs.enqueue("mail", "b");
            until("the known one is done", () -> heard.count(End.DONE) == 1);
        }
        assertThat(jobs.find(letter)).get().satisfies(each -> {
            assertThat(each.state()).isEqualTo(JobState.READY);
            assertThat(each.attempt()).isZero();
        });
    }

    @Test
    void they_are_dead_with_the_reason_where_that_is_asked_for_and_run_when_there_is_a_handler() {
        long letter = jobs.enqueue("letter", "a").id();
        long inTurn = jobs.group("order 1").enqueue("card", "b").id();
        long next = jobs.group("order 1").enqueue("mail", "c").id();
        try (JobWorker worker = worker().handle("mail", String.class, (mail, run) -> {})
                .buryUnknown()
                .build()) {
            worker.start();
            until("the unknown ones are dead", () -> heard.count(End.DEAD) == 2);
            until("the one behind them has its turn", () -> heard.count(End.DONE) == 1);
            assertThat(jobs.find(letter))
                    .get()
                    .satisfies(each -> assertThat(each.saved().history())
                            .contains("worker " + worker.id() + " has no handler of jobs of type 'letter'"));
        }
        assertThat(jobs.find(inTurn)).get().extracting(StoredJob::state).isEqualTo(JobState.DEAD);
        assertThat(jobs.find(next)).isEmpty();
        assertThat(jobs.retry(letter)).isEqualTo(Revival.RETRIED);
        try (JobWorker worker =
                worker().handle("letter", String.class, (text, run) -> {}).build()) {
            worker.start();
            until("it is done", () -> heard.count(End.DONE) == 2);
        }
    }
}
