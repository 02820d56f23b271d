package dev.safe4j.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What calls back, with a result, a failure, both, or never. */
@Timeout(60)
class CallbacksTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private static void call(String what, Consumer<String> onResult, Consumer<Throwable> onFailure) {
        Thread other = new Thread(() -> {
            if (what.equals("fail")) {
                onFailure.accept(new IllegalStateException("refused"));
            }
            onResult.accept(what);
        });
        other.start();
    }

    private static CompletableFuture<String> called(String what) {
        return Callbacks.within(LONG, done -> call(what, done::complete, done::completeExceptionally));
    }

    @Test
    void the_first_call_back_counts() {
        assertThat(called("found").join()).isEqualTo("found");
        assertThatThrownBy(() -> called("fail").join()).hasRootCauseMessage("refused");
    }

    @Test
    void what_never_calls_back_is_over_in_time_and_what_cannot_start_has_failed() {
        assertThatThrownBy(() -> Callbacks.<String>within(Duration.ofMillis(20), done -> {})
                        .join())
                .hasCauseInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> Callbacks.<String>within(LONG, done -> {
                            throw new IllegalStateException("not connected");
                        })
                        .join())
                .hasRootCauseMessage("not connected");
        assertThatThrownBy(() -> Callbacks.<String>within(Duration.ZERO, done -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
