package dev.safe4j.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.idempotency.IdempotencyListener.Ended;
import dev.safe4j.idempotency.RequestRefusedException.Reason;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept of results and failures, and what is not. */
class StoredAnswersTest {

    private final MemoryIdempotencyStore store = new MemoryIdempotencyStore();
    private final HeardEvents heard = new HeardEvents();
    private final Idempotency idempotency =
            Idempotency.builder(store).listener(heard).build();
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void close() {
        idempotency.close();
    }

    private static final class SoldOut extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SoldOut(String message) {
            super(message);
        }
    }

    private <T> void replays(Class<T> type, T value) {
        IdempotentOperation<T> operation = idempotency.operation("op", type).key(type.getName());
        assertThat(operation.run(attempt -> value)).isEqualTo(value);
        assertThat(operation.run(attempt -> {
                    throw new AssertionError("it is done");
                }))
                .isEqualTo(value);
    }

    @Test
    void texts_numbers_truth_values_and_bytes_need_no_codec() {
        replays(String.class, "receipt '17' 🍬 \u0000 \n");
        replays(Integer.class, Integer.MIN_VALUE);
        replays(Long.class, Long.MAX_VALUE);
        replays(Boolean.class, true);
        replays(BigDecimal.class, new BigDecimal("-12.3400"));
        replays(byte[].class, new byte[] {0, -1, 127, -128});
    }

    @Test
    void an_operation_without_a_result_and_a_result_of_null_are_replayed_as_null() {
        IdempotentOperation<Void> nothing = idempotency.operation("op").key("a");
        IdempotentOperation<String> nullable =
                idempotency.operation("op", String.class).key("b");
        for (int i = 0; i < 2; i++) {
            assertThat(nothing.run(attempt -> count())).isNull();
            assertThat(nullable.run(attempt -> count())).isNull();
        }
        assertThat(runs).hasValue(2);
    }

    private <T> T count() {
        runs.incrementAndGet();
        return null;
    }

    @Test
    void a_type_that_cannot_be_read_back_is_told_before_anything_is_run() {
        assertThatThrownBy(() -> idempotency.operation("op", Thread.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Thread cannot be stored without a codec");
        assertThatThrownBy(() -> idempotency.operation("op").key("a").request(Thread.currentThread()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void m08_a_result_too_large_to_be_kept_leaves_a_tombstone_and_is_not_run_again() {
        try (Idempotency small =
                Idempotency.builder(store).largest(10).listener(heard).build()) {
            IdempotentOperation<String> operation =
                    small.operation("op", String.class).key("a");
            assertThat(operation.run(attempt -> "12345678901"))
                    .as("its caller gets it")
                    .isEqualTo("12345678901");
            assertThatThrownBy(() -> operation.run(attempt -> count()))
                    .isInstanceOfSatisfying(
                            RequestRefusedException.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Reason.ANSWER_NOT_KEPT))
                    .hasMessage("op 'a' is done; its answer was not kept: it has 11 bytes, and 10 are kept at most.");
            assertThat(small.operation("op", String.class).key("b").run(attempt -> "1234567890"))
                    .isEqualTo("1234567890");
            assertThat(small.operation("op", String.class).key("b").run(attempt -> count()))
                    .isEqualTo("1234567890");
        }
        assertThat(runs).hasValue(0);
        assertThat(heard.ended).containsExactly(Ended.COMPLETED, Ended.COMPLETED);
    }

    /** One that writes what it cannot read, or fails in ways that no caller expects. */
    private static final class BadCodec implements AnswerCodec {

        @Override
        public void check(Type type) {
            // all is well, it says
        }

        @Override
        public byte[] encode(Object value, Type type) {
            if ("endless".equals(value)) {
                throw new StackOverflowError();
            }
            if ("unlinked".equals(value)) {
                throw new NoClassDefFoundError("of a part of the value");
            }
            return value.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object decode(byte[] bytes, Type type) {
            throw new IllegalArgumentException("no such field");
        }
    }

    @Test
    void m08_a_result_that_turns_out_not_to_be_readable_leaves_a_tombstone() {
        try (Idempotency bad = Idempotency.builder(store).codec(new BadCodec()).build()) {
            for (String value : new String[] {"plain", "endless", "unlinked"}) {
                IdempotentOperation<String> operation =
                        bad.operation("op", String.class).key(value);
                assertThat(operation.run(attempt -> value)).isEqualTo(value);
                assertThatThrownBy(() -> operation.run(attempt -> count()))
                        .hasMessageContaining("it cannot be stored as java.lang.String");
            }
        }
        assertThat(runs).hasValue(0);
    }

    @Test
    void an_answer_of_another_type_is_refused_as_one_that_was_not_kept() {
        assertThat(idempotency.operation("op", String.class).key("a").run(attempt -> "seven"))
                .isEqualTo("seven");
        assertThatThrownBy(() ->
                        idempotency.operation("op", Integer.class).key("a").run(attempt -> count()))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.ANSWER_NOT_KEPT))
                .hasMessageContaining("stored as java.lang.String, and cannot be read as java.lang.Integer")
                .hasCauseInstanceOf(NumberFormatException.class);
        assertThat(idempotency.operation("op").key("a").run(attempt -> count())).isNull();
        assertThat(runs).hasValue(0);
    }

    @Test
    void a_text_that_is_no_text_is_not_stored_as_another() {
        IdempotentOperation<String> operation =
                idempotency.operation("op", String.class).key("a");
        assertThat(operation.run(attempt -> "half \ud83c")).isEqualTo("half \ud83c");
        assertThatThrownBy(() -> operation.run(attempt -> count()))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.ANSWER_NOT_KEPT));
        assertThatThrownBy(() -> operation.request("half \ud83d")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void m07_a_failure_is_kept_only_if_it_was_named() {
        IdempotentOperation<Integer> operation =
                idempotency.operation("op", Integer.class).key("a").keeping(SoldOut.class, SoldOut::new);
        assertThatThrownBy(() -> operation.run(attempt -> {
                    throw new IllegalStateException("503");
                }))
                .hasMessage("503");
        assertThatThrownBy(() -> operation.run(attempt -> {
                    throw new SoldOut("no more Fizzers");
                }))
                .isInstanceOf(SoldOut.class);
        assertThatThrownBy(() -> operation.run(attempt -> count()))
                .isInstanceOf(SoldOut.class)
                .hasMessage("no more Fizzers");
        assertThat(heard.ended).containsExactly(Ended.ABANDONED, Ended.COMPLETED);
        assertThat(runs).hasValue(0);
    }

    @Test
    void a_kept_failure_that_a_later_version_no_longer_knows_is_not_run_again() {
        assertThatThrownBy(() -> idempotency
                        .operation("op", Integer.class)
                        .key("a")
                        .keeping(SoldOut.class, SoldOut::new)
                        .run(attempt -> {
                            throw new SoldOut("no more");
                        }))
                .isInstanceOf(SoldOut.class);
        assertThatThrownBy(() ->
                        idempotency.operation("op", Integer.class).key("a").run(attempt -> count()))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("no longer kept")
                .hasMessageContaining("SoldOut");
    }

    @Test
    void a_kept_failure_too_large_leaves_a_tombstone() {
        try (Idempotency small = Idempotency.builder(store).largest(10).build()) {
            IdempotentOperation<Integer> operation =
                    small.operation("op", Integer.class).key("a").keeping(SoldOut.class, SoldOut::new);
            assertThatThrownBy(() -> operation.run(attempt -> {
                        throw new SoldOut("12345678901");
                    }))
                    .isInstanceOf(SoldOut.class);
            assertThatThrownBy(() -> operation.run(attempt -> count())).hasMessageContaining("it has 11 bytes");
        }
    }

    @Test
    void a_failure_that_says_that_nothing_happened_is_forgotten() {
        IdempotentOperation<Integer> operation = idempotency
                .operation("op", Integer.class)
                .key("a")
                .request("one")
                .releasing(java.io.IOException.class);
        assertThatThrownBy(() -> operation.run(attempt -> {
                    throw new java.net.ConnectException("refused");
                }))
                .isInstanceOf(java.net.ConnectException.class);
        assertThat(heard.ended).containsExactly(Ended.RELEASED);
        assertThat(operation.request("two").tryRun(attempt -> 1)).isEqualTo(new Execution.Ran<>(1, 1));
    }

    @Test
    void those_who_store_answers_of_their_own_complete_release_or_close_a_claim_once() {
        IdempotentOperation<Integer> operation =
                idempotency.operation("op", Integer.class).key("a");
        try (OwnedClaim claim = (OwnedClaim) operation.claim()) {
            assertThat(claim.isHeld()).isTrue();
            claim.release();
            assertThatThrownBy(() -> claim.complete(StoredAnswer.nothing()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("a claim ends once");
        }
        try (OwnedClaim claim = (OwnedClaim) operation.claim()) {
            assertThat(claim.number()).isEqualTo(1);
        }
        try (OwnedClaim claim = (OwnedClaim) operation.claim()) {
            assertThat(claim.number())
                    .as("the one before was closed without an end")
                    .isEqualTo(2);
            claim.complete(StoredAnswer.result("http", new byte[] {1}));
            assertThatThrownBy(claim::release).isInstanceOf(IllegalStateException.class);
        }
        assertThat(operation.claim())
                .isInstanceOfSatisfying(
                        Claim.Replay.class,
                        replay -> assertThat(replay.answer()).isEqualTo(StoredAnswer.result("http", new byte[] {1})));
        assertThat(heard.ended).containsExactly(Ended.RELEASED, Ended.ABANDONED, Ended.COMPLETED);
    }

    @Test
    void an_answer_of_the_works_own_making_is_kept_and_replayed_as_it_is() {
        StoredAnswer tombstone = StoredAnswer.tombstone("it was a stream.");
        StoredAnswer failure = StoredAnswer.failure("refused", "sold out");
        replays(StoredAnswer.class, tombstone);
        IdempotentOperation<StoredAnswer> other =
                idempotency.operation("op", StoredAnswer.class).key("other");
        assertThat(other.run(attempt -> failure)).isEqualTo(failure);
        assertThat(other.run(attempt -> tombstone)).isEqualTo(failure);
        try (Idempotency small = Idempotency.builder(store).largest(3).build()) {
            IdempotentOperation<StoredAnswer> large =
                    small.operation("op", StoredAnswer.class).key("large");
            assertThat(large.run(attempt -> failure)).isEqualTo(failure);
            assertThat(large.run(attempt -> failure).kind()).isEqualTo(StoredAnswer.Kind.TOMBSTONE);
        }
    }

    @Test
    void what_is_answered_stands_in_no_log_line() {
        StoredAnswer secret = StoredAnswer.result("text", "token 4711".getBytes(StandardCharsets.UTF_8));
        assertThat(secret).hasToString("RESULT text (10 bytes)");
        secret.bytes()[0] = 'X';
        assertThat(secret.text()).isEqualTo("token 4711");
    }
}
