package dev.safe4j.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A failure that was to be kept and cannot be. */
class UnkeptFailureTest {

    private final Idempotency idempotency =
            Idempotency.builder(new MemoryIdempotencyStore()).build();

    @AfterEach
    void close() {
        idempotency.close();
    }

    /** Its message is asked for when it is to be kept. */
    private static final class Unspeakable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unspeakable(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            throw new NoClassDefFoundError("of what it would say");
        }
    }

    @Test
    void of_a_failure_that_cannot_be_kept_the_claim_is_given_up() {
        IdempotentOperation<Integer> operation =
                idempotency.operation("op", Integer.class).key("a").keeping(Unspeakable.class, Unspeakable::new);
        assertThatThrownBy(() -> operation.run(attempt -> {
                    throw new Unspeakable("any");
                }))
                .isInstanceOf(Unspeakable.class)
                .satisfies(failure -> assertThat(failure.getSuppressed()[0]).isInstanceOf(NoClassDefFoundError.class));
        assertThat(operation.tryRun(attempt -> 7)).isEqualTo(new Execution.Ran<>(7, 2));
    }
}
