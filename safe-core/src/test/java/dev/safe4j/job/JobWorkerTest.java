package dev.safe4j.job;

import static dev.safe4j.job.Heard.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.job.JobListener.End;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JobWorkerTest extends WorkerCases {

    @Test
    void every_job_is_run_once_by_one_of_two_workers_in_few_steps_of_the_store() {
        Map<String, Integer> runs = new ConcurrentHashMap<>();
        List<String> payloads =
                IntStream.range(0, 5_000).mapToObj(each -> "job " + each).toList();
        jobs.enqueueAll("mail", payloads);
        JobHandler<String> handler = (mail, run) -> runs.merge(mail, 1, Integer::sum);
        try (JobWorker one = worker().handle("mail", String.class, handler).build();
                JobWorker two = worker().handle("mail", String.class, handler).build()) {
            one.start();
            two.start();
            until("all are done", () -> heard.count(End.DONE) == payloads.size());
            assertThat(one.id()).isNotEqualTo(two.id());
        }
        assertThat(runs.keySet()).containsExactlyInAnyOrderElementsOf(payloads);
        assertThat(runs.values()).containsOnly(1);
        assertThat(jobs.counts()).isEmpty();
        assertThat(observed.calls("claim") + observed.calls("end"))
                .as("steps for 5,000 jobs")
                .isLessThan(5_000 / 10);
    }

    @Test
    void a_job_that_fails_is_run_again_and_then_dead_with_its_history() {
        List<Integer> attempts = new CopyOnWriteArrayList<>();
        List<String> keys = new CopyOnWriteArrayList<>();
        long id = jobs.enqueue("mail", "a").id();
        try (JobWorker worker = worker().handle("mail", String.class, SOON, (mail, run) -> {
                    attempts.add(run.attempt());
                    keys.add(run.idempotencyKey("send"));
                    throw new IllegalStateException("no server on attempt " + run.attempt() + "\nattempt 9 at all");
                })
                .build()) {
            worker.start();
            until("it is dead", () -> heard.count(End.DEAD) == 1);
        }
        assertThat(attempts).containsExactly(1, 2, 3);
        assertThat(keys).hasSize(3).containsOnly(keys.get(0));
        assertThat(heard.count(End.FAILED)).isEqualTo(2);
        StoredJob dead = jobs.deadLetters(0, 10).get(0);
        assertThat(dead.id()).isEqualTo(id);
        List<String> lines = dead.saved().history().lines().toList();
        assertThat(lines.get(0)).startsWith("attempt 1 at ").contains("no server on attempt 1 attempt 9");
        assertThat(lines.get(2)).startsWith("attempt 3 at ");
        assertThat(lines.subList(3, lines.size()))
                .as("the stack of the last one")
                .anyMatch(each -> each.contains("JobWorkerTest"));
        assertThat(lines.stream().filter(each -> each.startsWith("attempt "))).hasSize(3);
    }

    @Test
    void a_line_can_be_added_to_a_history_that_was_cut() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            text.append(i % 100 == 99 ? '\n' : 'x');
        }
        String cut = JobHistory.with("", 1, Instant.EPOCH, new IllegalStateException(text.toString()));
        assertThat(cut).hasSize(JobHistory.LONGEST);
        String more = cut + JobHistory.lapsed(2, Instant.EPOCH, "w");
        assertThat(more.lines().filter(each -> each.startsWith("attempt "))).hasSize(2);
    }

    @Test
    void what_no_further_attempt_would_mend_is_dead_at_once() {
        jobs.enqueue("mail", "permanent");
        jobs.enqueue("mail", "named");
        jobs.enqueue("number", "no number");
        JobPolicy policy = SOON.permanent(IllegalArgumentException.class);
        try (JobWorker worker = worker().handle("mail", String.class, policy, (mail, run) -> {
                    throw mail.equals("named")
                            ? new IllegalStateException(new IllegalArgumentException("no such address"))
                            : new PermanentJobException("no such address");
                })
                .handle("number", Integer.class, SOON, (number, run) -> {})
                .build()) {
            worker.start();
            until("all are dead", () -> heard.count(End.DEAD) == 3);
        }
        assertThat(jobs.deadLetters(0, 10))
                .allSatisfy(each -> assertThat(each.attempt()).isEqualTo(1));
        assertThat(jobs.deadLetters(0, 10).get(2).saved().history()).contains("cannot be read as java.lang.Integer");
    }

    @Test
    void an_error_is_a_failure_like_others_and_the_worker_goes_on() {
        jobs.enqueue("mail", "a");
        try (JobWorker worker = worker().handle("mail", String.class, SOON, (mail, run) -> {
                    if (run.attempt() == 1) {
                        throw new StackOverflowError("too deep");
                    }
                })
                .build()) {
            worker.start();
            until("it is done", () -> heard.count(End.DONE) == 1);
        }
        assertThat(heard.ends).containsExactly(End.FAILED, End.DONE);
    }

    @Test
    void jobs_of_one_group_are_run_one_at_a_time_in_order() {
        List<String> order = new CopyOnWriteArrayList<>();
        Set<String> running = ConcurrentHashMap.newKeySet();
        AtomicInteger together = new AtomicInteger();
        try (JobWorker worker = worker().handle("mail", String.class, (mail, run) -> {
                    together.addAndGet(running.isEmpty() ? 0 : 1);
                    running.add(mail);
                    order.add(mail);
                    LockSupport.parkNanos(1_000);
                    running.remove(mail);
                })
                .poll(Duration.ofSeconds(20))
                .build()) {
            worker.start();
            until("it looks", () -> observed.calls("claim") > 0);
            for (int i = 0; i < 20; i++) {
                jobs.group("order 1").enqueue("mail", "" + i);
            }
            until("all are done", () -> heard.count(End.DONE) == 20);
        }
        assertThat(together).hasValue(0);
        assertThat(order)
                .containsExactlyElementsOf(
                        IntStream.range(0, 20).mapToObj(String::valueOf).toList());
    }

    @Test
    void a_job_is_begun_at_once_when_it_is_enqueued_in_the_same_process() {
        try (JobWorker worker = worker().handle("mail", String.class, (mail, run) -> {})
                .poll(Duration.ofHours(1))
                .build()) {
            worker.start();
            for (int i = 1; i <= 20; i++) {
                int number = i;
                jobs.enqueue("mail", "a");
                until("it is done", () -> heard.count(End.DONE) == number);
            }
        }
    }

    @Test
    void jobs_that_have_been_kept_for_their_time_are_purged_however_many_they_are() {
        JobPolicy kept = SOON.keep(Duration.ofMillis(1), Duration.ofSeconds(1));
        jobs.enqueueAll(
                "mail", IntStream.range(0, 2_500).mapToObj(each -> "" + each).toList());
        JobHandler<String> handler = (mail, run) -> {};
        try (JobWorker first =
                worker().handle("mail", String.class, kept, handler).build()) {
            first.start();
            until("all are done", () -> heard.count(End.DONE) == 2_500);
        }
        try (JobWorker second =
                worker().handle("mail", String.class, kept, handler).build()) {
            second.start();
            until("none is left", () -> jobs.counts().isEmpty());
        }
    }

    @Test
    void the_context_goes_along_to_the_run() {
        List<String> seen = new CopyOnWriteArrayList<>();
        present.put("trace", "00-1");
        jobs.enqueue("mail", "a");
        present.clear();
        try (JobWorker worker = worker().handle(
                        "mail", String.class, (mail, run) -> seen.add(String.valueOf(present.get("trace"))))
                .build()) {
            worker.start();
            until("it is done", () -> heard.count(End.DONE) == 1);
        }
        assertThat(seen).containsExactly("00-1");
        assertThat(present).isEmpty();
    }

    @Test
    void what_is_dead_since_its_claims_ran_out_is_kept_as_the_policies_say() {
        JobPolicy longer = SOON.keep(Duration.ZERO, Duration.ofDays(90));
        JobPolicy shorter = SOON.keep(Duration.ZERO, Duration.ofDays(1));
        try (JobWorker worker = worker().handle("report", String.class, shorter, (report, run) -> {})
                .handle("mail", String.class, longer, (mail, run) -> {})
                .handle("number", Integer.class, shorter, (number, run) -> {})
                .build()) {
            worker.start();
            until("it has looked for them", () -> observed.calls("tidy") > 0);
        }
        assertThat(observed.asked("tidy")).contains(Duration.ofDays(90));
        jobs.claims("mail").policy(shorter).tidy();
        assertThat(observed.asked("tidy")).contains(Duration.ofDays(1));
    }

    @Test
    void what_cannot_work_is_refused_at_once() {
        JobWorkerBuilder builder = worker().handle("mail", String.class, (mail, run) -> {});
        assertThatThrownBy(() -> builder.handle("mail", String.class, (mail, run) -> {}))
                .hasMessageContaining("two handlers");
        assertThatThrownBy(() -> builder.handle("report", Map.class, (report, run) -> {}))
                .hasMessageContaining("codec");
        assertThatThrownBy(() -> worker().build()).hasMessageContaining("no handler");
        assertThatThrownBy(() -> worker().handle("a", String.class, SOON.transactional(), (a, run) -> {})
                        .build())
                .hasMessageContaining("no transactions");
        assertThatThrownBy(() -> builder.concurrency(0)).hasMessageContaining("not 0");
        assertThatThrownBy(() -> builder.buffer(-1)).hasMessageContaining("not -1");
        assertThatThrownBy(() -> builder.lease(Duration.ofMillis(999))).hasMessageContaining("a second or more");
        assertThatThrownBy(() -> builder.poll(Duration.ZERO)).hasMessageContaining("10 ms");
        assertThatThrownBy(() -> builder.name(" ")).hasMessageContaining("name of a worker");
        assertThatThrownBy(() -> SOON.attempts(0)).hasMessageContaining("not 0");
        assertThatThrownBy(() -> SOON.delays(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("longest wait");
        assertThatThrownBy(() -> SOON.timeLimit(Duration.ofNanos(1))).hasMessageContaining("time limit");
        assertThatThrownBy(() -> SOON.pace(0, Duration.ofSeconds(1))).hasMessageContaining("pace");
        assertThatThrownBy(() -> SOON.pace(2_000, Duration.ofSeconds(1))).hasMessageContaining("pace");
    }
}
