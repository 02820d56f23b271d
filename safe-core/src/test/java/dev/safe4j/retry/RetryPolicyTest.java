package dev.safe4j.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.retry.RetryListener.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private static final class Fault extends RuntimeException implements ClassifiedFault {
        private static final long serialVersionUID = 1;
        private final FaultClass faultClass;

        Fault(String message, FaultClass faultClass) {
            super(message);
            this.faultClass = faultClass;
        }

        @Override
        public FaultClass faultClass() {
            return faultClass;
        }
    }

    private static final class Recorder implements RetryListener {
        final List<Duration> delays = new ArrayList<>();
        final List<Reason> reasons = new ArrayList<>();

        @Override
        public void onRetry(Attempt attempt, Throwable failure, FaultClass fault, Duration delay) {
            delays.add(delay);
            throw new IllegalStateException("a listener's fault hurts nobody");
        }

        @Override
        public void onGivenUp(Attempt attempt, Throwable failure, FaultClass fault, Reason reason) {
            reasons.add(reason);
            throw new NoSuchMethodError("of a library of another version");
        }
    }

    private final Recorder recorder = new Recorder();
    private final AtomicInteger runs = new AtomicInteger();
    private final RetryPolicy quick = RetryPolicy.defaults()
            .delays(Duration.ofMillis(1), Duration.ofMillis(2))
            .listener(recorder);

    private Object fail(Attempt attempt, FaultClass fault) {
        runs.incrementAndGet();
        throw new Fault("run " + attempt.number(), fault);
    }

    @Test
    void a_conflict_is_run_again_until_it_succeeds() {
        List<Attempt> attempts = new ArrayList<>();
        String result = quick.run(attempt -> {
            attempts.add(attempt);
            return attempt.number() < 3 ? (String) fail(attempt, FaultClass.CONFLICT) : "done";
        });
        assertThat(result).isEqualTo("done");
        assertThat(attempts).extracting(Attempt::number).containsExactly(1, 2, 3);
        assertThat(attempts.get(0).isFirst()).isTrue();
        assertThat(attempts.get(2).lastFailure().orElseThrow()).hasMessage("run 2");
        assertThat(recorder.delays).hasSize(2);
        assertThat(recorder.reasons).isEmpty();
    }

    @Test
    void the_last_failure_is_thrown_with_the_earlier_ones_suppressed() {
        assertThatThrownBy(() -> quick.attempts(3).run(attempt -> fail(attempt, FaultClass.TRANSIENT)))
                .hasMessage("run 3")
                .satisfies(last -> assertThat(last.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("run 1", "run 2"));
        assertThat(recorder.reasons).containsExactly(Reason.ATTEMPTS_EXHAUSTED);
    }

    @Test
    void the_same_exception_thrown_again_is_not_suppressed_in_itself() {
        Fault same = new Fault("same", FaultClass.CONFLICT);
        assertThatThrownBy(() -> quick.attempts(3).run(attempt -> {
                    throw same;
                }))
                .isSameAs(same)
                .satisfies(last -> assertThat(last.getSuppressed()).isEmpty());
    }

    @Test
    void only_transient_faults_and_conflicts_are_retried_unless_said_otherwise() {
        for (FaultClass fault : FaultClass.values()) {
            runs.set(0);
            assertThatThrownBy(() -> quick.attempts(2).run(attempt -> fail(attempt, fault)))
                    .isInstanceOf(Fault.class);
            boolean again = fault == FaultClass.TRANSIENT || fault == FaultClass.CONFLICT;
            assertThat(runs).as(fault.name()).hasValue(again ? 2 : 1);
            assertThat(quick.retries(fault)).isEqualTo(again);
        }
        runs.set(0);
        assertThatThrownBy(() -> quick.attempts(2)
                        .alsoRetrying(FaultClass.TIMEOUT)
                        .run(attempt -> fail(attempt, FaultClass.TIMEOUT)))
                .isInstanceOf(Fault.class);
        assertThat(runs).hasValue(2);
    }

    @Test
    void a_checked_exception_and_an_unknown_one_pass_as_they_are() {
        IOException checked = new IOException("disk");
        assertThatThrownBy(() -> quick.run(attempt -> {
                    runs.incrementAndGet();
                    throw checked;
                }))
                .isSameAs(checked);
        assertThat(runs).hasValue(1);
        assertThat(recorder.reasons).containsExactly(Reason.NOT_RETRYABLE);
    }

    @Test
    void an_error_is_never_retried() {
        StackOverflowError error = new StackOverflowError();
        assertThatThrownBy(() -> quick.run(attempt -> {
                    runs.incrementAndGet();
                    throw error;
                }))
                .isSameAs(error);
        assertThat(runs).hasValue(1);
    }

    @Test
    void no_run_begins_after_the_total_time() {
        long begun = System.nanoTime();
        assertThatThrownBy(() -> quick.attempts(1_000)
                        .within(Duration.ofMillis(60))
                        .run(attempt -> fail(attempt, FaultClass.CONFLICT)))
                .isInstanceOf(Fault.class);
        assertThat(recorder.reasons).containsExactly(Reason.TIME_EXHAUSTED);
        assertThat(runs.get()).isBetween(2, 999);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void the_waits_are_jittered_from_zero_to_a_doubling_bound() {
        RetryPolicy policy = RetryPolicy.defaults()
                .attempts(8)
                .delays(Duration.ofMillis(2), Duration.ofMillis(16))
                .listener(recorder);
        for (int i = 0; i < 12; i++) {
            assertThatThrownBy(() -> policy.run(attempt -> fail(attempt, FaultClass.CONFLICT)))
                    .isInstanceOf(Fault.class);
        }
        for (int i = 0; i < recorder.delays.size(); i++) {
            assertThat(recorder.delays.get(i)).isBetween(Duration.ZERO, Duration.ofMillis(Math.min(16, 2L << (i % 7))));
        }
        assertThat(recorder.delays).hasSize(84).anyMatch(Duration::isZero).anyMatch(delay -> delay.toMillis() > 8);
    }

    @Test
    void an_interrupt_ends_the_wait_and_stays_set() {
        RetryPolicy slow = RetryPolicy.defaults()
                .delays(Duration.ofSeconds(9), Duration.ofSeconds(9))
                .within(Duration.ofMinutes(1))
                .listener(recorder);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> slow.run(attempt -> fail(attempt, FaultClass.CONFLICT)))
                    .hasMessage("run 1");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            assertThat(recorder.reasons).containsExactly(Reason.INTERRUPTED);
            assertThat(runs).hasValue(1);
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void absurd_settings_are_refused_with_the_value() {
        RetryPolicy policy = RetryPolicy.defaults();
        assertThatThrownBy(() -> policy.attempts(0)).hasMessage("attempts must be between 1 and 1000, and is 0.");
        assertThatThrownBy(() -> policy.attempts(5_000)).hasMessageContaining("5000");
        assertThatThrownBy(() -> policy.within(Duration.ZERO)).hasMessageContaining("PT0S");
        assertThatThrownBy(() -> policy.within(Duration.ofSeconds(-1))).hasMessageContaining("PT-1S");
        assertThatThrownBy(() -> policy.delays(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("must not be below the first one (PT2S)");
        assertThatThrownBy(() -> policy.classifiedBy(null)).hasMessageContaining("classifier is null");
    }

    @Test
    void the_declared_class_is_found_behind_causes_and_cycles_end() {
        FaultClassifier declared = FaultClassifier.declared();
        assertThat(declared.classify(new RuntimeException(new Fault("in", FaultClass.CONFLICT))))
                .isEqualTo(FaultClass.CONFLICT);
        RuntimeException one = new RuntimeException("one");
        one.initCause(new RuntimeException("two", one));
        assertThat(declared.classify(one)).isEqualTo(FaultClass.PERMANENT);
    }
}
