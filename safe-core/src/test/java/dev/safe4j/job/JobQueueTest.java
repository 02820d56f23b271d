package dev.safe4j.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.job.JobStore.Revival;
import dev.safe4j.lease.LeaseLostException;
import dev.safe4j.lease.NoThreads;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobQueueTest {

    private final MemoryJobStore store = new MemoryJobStore();
    private final JobQueue jobs = JobQueue.on(store);

    @AfterEach
    void close() {
        jobs.close();
    }

    @Test
    void who_has_a_loop_of_its_own_claims_runs_and_ends_jobs() {
        jobs.enqueueAll("mail", List.of("1", "2", "3", "4"));
        JobClaims claims = jobs.claims("mail").policy(JobPolicy.defaults().attempts(1));
        List<ClaimedJob> claimed = claims.claim(3);
        assertThat(claimed).extracting(each -> each.run().payload(String.class)).containsExactly("1", "2", "3");
        claimed.get(0).complete();
        claimed.get(1).fail(new IllegalStateException("no"));
        claimed.get(2).giveBack();
        assertThat(jobs.deadLetters(0, 10)).hasSize(1);
        assertThat(claims.claim(10))
                .extracting(each -> each.run().payload(String.class))
                .containsExactly("3", "4");
        assertThat(jobs.retry(jobs.deadLetters(0, 10).get(0).id())).isEqualTo(Revival.RETRIED);
        assertThat(claims.claim(10)).hasSize(1);
        assertThat(claims.tidy()).isEqualTo(new JobStore.Tidied(0, 0, 0));
    }

    @Test
    void who_sees_to_what_a_dead_worker_left_tells_of_it() {
        List<JobStore.Tidied> told = new ArrayList<>();
        JobListener listener = new JobListener() {
            @Override
            public void onTidied(JobStore.Tidied tidied) {
                told.add(tidied);
            }
        };
        try (JobQueue other = JobQueue.builder(store).listener(listener).build()) {
            jobs.enqueue("mail", "a");
            store.claim(new JobStore.Wanted(
                    List.of(new JobStore.Claimable("mail", 3, null)), 1, "dead", "token", Duration.ofNanos(1)));
            assertThat(other.claims("mail").tidy()).isEqualTo(new JobStore.Tidied(1, 0, 0));
            assertThat(told).containsExactly(new JobStore.Tidied(1, 0, 0));
        }
    }

    @Test
    void who_outlives_its_queue_takes_no_job_from_others() {
        jobs.enqueue("mail", "a");
        JobQueue closed = JobQueue.on(store);
        JobClaims late = closed.claims("mail");
        closed.close();
        assertThatThrownBy(() -> late.claim(1)).isInstanceOf(IllegalStateException.class);
        ClaimedJob claimed = jobs.claims("mail").claim(1).get(0);
        assertThat(claimed.run().attempt()).isEqualTo(1);
    }

    @Test
    void what_was_claimed_when_its_queue_was_closed_is_given_back() {
        jobs.enqueueAll("mail", List.of("a", "b"));
        AtomicReference<JobQueue> closing = new AtomicReference<>();
        JobStore closes = (JobStore) Proxy.newProxyInstance(
                JobStore.class.getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, method, arguments) -> {
                    Object answer = method.invoke(store, arguments);
                    if (method.getName().equals("claim")) {
                        closing.get().close();
                    }
                    return answer;
                });
        closing.set(JobQueue.on(closes));
        JobClaims late = closing.get().claims("mail");
        assertThatThrownBy(() -> late.claim(2)).isInstanceOf(IllegalStateException.class);
        assertThat(jobs.claims("mail").claim(2))
                .extracting(each -> each.run().attempt())
                .containsExactly(1, 1);
    }

    @Test
    void what_gets_no_thread_to_be_renewed_by_is_given_back() {
        jobs.enqueueAll("mail", List.of("a", "b"));
        JobClaims claims = jobs.claims("mail");
        try (NoThreads none = new NoThreads()) {
            none.after(0);
            assertThatThrownBy(() -> claims.claim(2)).isInstanceOf(OutOfMemoryError.class);
        }
        assertThat(claims.claim(2)).extracting(each -> each.run().attempt()).containsExactly(1, 1);
    }

    @Test
    void very_many_are_enqueued_in_one_step_of_the_store() {
        ObservedStore observed = new ObservedStore(store);
        try (JobQueue queue = JobQueue.on(observed.store())) {
            List<Integer> payloads = IntStream.range(0, 2_500).boxed().toList();
            assertThat(queue.enqueueAll("mail", payloads)).hasSize(2_500);
            assertThat(queue.enqueueAll("mail", List.of())).isEmpty();
        }
        assertThat(observed.calls("enqueue")).isEqualTo(1);
    }

    @Test
    void who_lost_its_claim_is_told_when_it_ends_it() {
        jobs.enqueue("mail", "a");
        ClaimedJob claimed = jobs.claims("mail").claim(1).get(0);
        store.end(List.of(new JobEnding.Retry(claimed.run().owner(), Duration.ZERO, "by another")));
        assertThatThrownBy(claimed::complete).isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(claimed::giveBack).isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(() -> claimed.run().progress(1)).isInstanceOf(LeaseLostException.class);
        assertThat(claimed.run().isHeld()).isFalse();
        assertThat(jobs.counts())
                .singleElement()
                .satisfies(each -> assertThat(each.state()).isEqualTo(JobState.READY));
    }

    @Test
    void progress_and_resume_point_are_saved_under_the_claim() {
        jobs.enqueue("mail", "a");
        JobClaims claims =
                jobs.claims("mail").policy(JobPolicy.defaults().delays(Duration.ofMillis(1), Duration.ofMillis(1)));
        ClaimedJob first = claims.claim(1).get(0);
        assertThat(first.run().resumePoint()).isEmpty();
        first.run().resumeAt("row 17");
        first.run().progress(0.5);
        first.fail(new IllegalStateException("no"));
        Heard.until(
                "it is due",
                () -> store.counts().get(0).oldest().toMillis() >= 0
                        && store.now().isAfter(store.find(first.run().id()).due()));
        ClaimedJob second = claims.claim(1).get(0);
        assertThat(second.run().resumePoint()).contains("row 17");
        assertThat(second.run().history()).contains("IllegalStateException: no");
        assertThatThrownBy(() -> second.run().progress(1.5)).hasMessageContaining("1.5");
        assertThatThrownBy(() -> second.run().progress(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> second.run().resumeAt("x".repeat(10_001))).hasMessageContaining("10001");
    }

    @Test
    void what_cannot_be_enqueued_is_refused_by_name_rule_and_value() {
        assertThatThrownBy(() -> jobs.enqueue(" ", "a")).hasMessageContaining("type of a job");
        assertThatThrownBy(() -> jobs.enqueue("x".repeat(101), "a")).hasMessageContaining("100");
        assertThatThrownBy(() -> jobs.enqueue("a\nb", "a")).hasMessageContaining("control characters");
        assertThatThrownBy(() -> jobs.enqueue("mail", Map.of())).hasMessageContaining("cannot be stored");
        assertThatThrownBy(() -> jobs.enqueue("mail", "x".repeat(100_001))).hasMessageContaining("100001 bytes");
        assertThatThrownBy(() -> jobs.in(Duration.ofSeconds(-1))).hasMessageContaining("PT-1S");
        assertThatThrownBy(() -> jobs.priority(10)).hasMessageContaining("not 10");
        assertThatThrownBy(() -> jobs.priority(-1)).hasMessageContaining("not -1");
        assertThatThrownBy(() -> jobs.dedupe("")).hasMessageContaining("key of a job");
        assertThatThrownBy(() -> jobs.group("\ud83c")).hasMessageContaining("half");
        assertThatThrownBy(() -> jobs.dedupe("a").enqueueAll("mail", List.of("1", "2")))
                .hasMessageContaining("cannot share");
        assertThatThrownBy(() -> jobs.claims("mail").claim(0)).hasMessageContaining("not 0");
        assertThatThrownBy(() -> jobs.claims()).hasMessageContaining("no types");
        assertThat(jobs.counts()).isEmpty();
    }
}
