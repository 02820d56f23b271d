package dev.safe4j.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callers get wrong, and how they are told. */
class BadInputTest {

    private final Idempotency idempotency = Idempotency.on(new MemoryIdempotencyStore());
    private final IdempotentOperation<String> operation = idempotency.operation("checkout", String.class);

    @AfterEach
    void close() {
        idempotency.close();
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    private void refusedKey(String key, String message) {
        refused(() -> operation.key(key).run(attempt -> ""), message);
    }

    @Test
    void keys_that_are_none_are_refused_before_the_store_is_asked() {
        refusedKey("", "the key of a request must not be blank");
        refusedKey(" \u2003", "must not be blank");
        refusedKey("a\tb", "must not hold control characters: 'a?b'");
        refusedKey("a\nb", "must not hold control characters");
        refusedKey("a\0b", "must not hold control characters");
        refusedKey("a\u0085b", "must not hold control characters");
        refusedKey("k".repeat(256), "has at most 255 characters, and 'kkkkkkkkkk");
        refusedKey("a\ud83c", "must not hold half of a character");
        refusedKey("\udf6ca", "must not hold half of a character");
        assertThat(operation.key("🍬").run(attempt -> "whole")).isEqualTo("whole");
        assertThat(operation.key("k".repeat(255)).run(attempt -> "longest")).isEqualTo("longest");
    }

    @Test
    @SuppressWarnings("NullAway") // on purpose
    void a_key_of_null_is_refused() {
        assertThatThrownBy(() -> operation.key(null).run(attempt -> "")).isInstanceOf(IllegalStateException.class);
        refused(() -> new RequestId("", "checkout", null), "the key of a request must not be null");
        refused(() -> operation.scope(null).key("a").run(attempt -> ""), "the scope of a request must not be null");
    }

    @Test
    void scopes_and_operations_that_are_none_are_refused() {
        refused(() -> operation.scope("s".repeat(101)).key("a").run(attempt -> ""), "has at most 100 characters");
        refused(() -> operation.scope("a\nb").key("a").run(attempt -> ""), "must not hold control characters");
        refused(() -> new RequestId("", "", "a"), "the operation of a request must not be blank");
        refused(() -> new RequestId("", "o".repeat(151), "a"), "has at most 150 characters");
        assertThat(new RequestId("s".repeat(100), "o".repeat(150), "k".repeat(255)).scope())
                .hasSize(100);
    }

    private void refusedOption(
            Function<IdempotentOperation<String>, IdempotentOperation<String>> option, String message) {
        refused(() -> option.apply(operation), message);
    }

    @Test
    void absurd_durations_are_refused_where_they_are_set() {
        refusedOption(each -> each.lease(Duration.ofMillis(99)), "a lease lasts between 100 ms");
        refusedOption(each -> each.lease(Duration.ofDays(1).plusNanos(1)), "a lease lasts between");
        refusedOption(each -> each.lease(Duration.ofSeconds(Long.MAX_VALUE)), "a lease lasts between");
        refusedOption(each -> each.renewedFor(Duration.ofDays(8)), "the longest run of an operation is between");
        refusedOption(each -> each.renewedFor(Duration.ofNanos(-1)), "the longest run of an operation is between");
        refusedOption(each -> each.keep(Duration.ZERO), "kept for no time");
        refusedOption(each -> each.keep(Duration.ofDays(36_501)), "how long an answer is kept is between");
        refusedOption(each -> each.keep(Duration.ofSeconds(Long.MIN_VALUE)), "how long an answer is kept is between");
        refusedOption(each -> each.within(Duration.ofHours(2)), "the wait for another who is at it is between");
        refusedOption(each -> each.within(Duration.ofMillis(-1)), "the wait for another who is at it is between");
        IdempotencyBuilder builder = Idempotency.builder(new MemoryIdempotencyStore());
        refused(() -> builder.largest(0), "has a byte or more");
        refused(() -> builder.keep(Duration.ZERO), "kept for no time");
        refused(() -> builder.lease(Duration.ZERO), "a lease lasts between");
    }

    @Test
    @SuppressWarnings("NullAway") // on purpose
    void null_is_refused_where_it_is_given() {
        for (ThrowingCallable each : List.<ThrowingCallable>of(
                () -> Idempotency.on(null),
                () -> Idempotency.builder(new MemoryIdempotencyStore()).codec(null),
                () -> Idempotency.builder(new MemoryIdempotencyStore()).listener(null),
                () -> Idempotency.builder(new MemoryIdempotencyStore()).transactional(null),
                () -> operation.lease(null),
                () -> operation.keep(null),
                () -> operation.within(null),
                () -> operation.keeping(IllegalStateException.class, null),
                () -> operation.request(null))) {
            assertThatThrownBy(each).isInstanceOf(NullPointerException.class);
        }
        assertThatThrownBy(() -> operation.request(null)).hasMessageContaining("the request that is compared");
    }

    /** As a remote caller gets it. */
    @Test
    void a_refusal_that_was_serialized_still_names_its_request() throws Exception {
        RequestId id = new RequestId("ann", "checkout", "k");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(RequestRefusedException.otherRequest(id));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject())
                    .isInstanceOfSatisfying(
                            RequestRefusedException.class,
                            refused -> assertThat(refused.id()).isEqualTo(id));
        }
    }

    @Test
    void the_longest_times_are_none_that_overflow() {
        IdempotentOperation<String> longest = operation
                .key("a")
                .lease(Duration.ofDays(1))
                .renewedFor(Duration.ofDays(7))
                .keep(Duration.ofDays(36_500))
                .within(Duration.ofHours(1));
        assertThat(longest.run(attempt -> "once")).isEqualTo("once");
        assertThat(longest.run(attempt -> "twice")).isEqualTo("once");
    }

    @Test
    void fingerprints_that_are_none_are_refused() {
        refused(() -> new Fingerprint("no colon"), "'algorithm:digest'");
        refused(() -> new Fingerprint(":digest"), "'algorithm:digest'");
        refused(() -> new Fingerprint("x:" + "y".repeat(99)), "at most 100 characters");
        assertThat(Fingerprint.of(new byte[] {1, 2}, new byte[] {3}))
                .as("where one part ends counts")
                .isNotEqualTo(Fingerprint.of(new byte[] {1}, new byte[] {2, 3}))
                .isEqualTo(Fingerprint.of(new byte[] {1, 2}, new byte[] {3}));
    }

    @Test
    void steps_and_calls_whose_names_are_none_are_refused() {
        operation.key("a").run(attempt -> {
            for (String name : List.of("", " ", "a\nb", "s".repeat(101), "a\ud83c")) {
                refused(() -> attempt.step(name, () -> {}), "the name of a step");
                refused(() -> attempt.idempotencyKey(name), "the name of a step");
            }
            return "";
        });
    }

    @Test
    void types_too_long_for_a_store_are_refused() {
        refused(() -> StoredAnswer.result("t".repeat(501), new byte[0]), "has at most 500 characters");
    }
}
