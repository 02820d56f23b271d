package dev.safe4j.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.spring.Idempotent.Mode;
import dev.safe4j.spring.IdempotentRequest;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** What of the same-transaction mode over HTTP is refused at start. */
@Tag("slow")
class TogetherStartTest {

    private static WebApplicationContextRunner application(Class<?>... handlers) {
        WebApplicationContextRunner runner = new WebApplicationContextRunner()
                .withUserConfiguration(Application.class)
                .withPropertyValues("safe4j.jdbc.create-tables=true");
        for (Class<?> each : handlers) {
            runner = runner.withBean(each);
        }
        return runner;
    }

    @Test
    void on_a_database_it_starts() {
        application(AtReturn.class).run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void with_its_keys_elsewhere_it_does_not() {
        application(AtReturn.class)
                .withPropertyValues("safe4j.idempotency.store=memory")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("@IdempotentRequest")
                        .hasMessageContaining("AtReturn#order")
                        .hasMessageContaining("needs a DataSource, and safe4j.idempotency.store not set or jdbc")
                        .hasMessageContaining("store 'memory' cannot take part in a transaction"));
    }

    @Test
    void nor_on_guarded_paths() {
        application()
                .withPropertyValues(
                        "safe4j.idempotency.store=memory",
                        "safe4j.idempotency.http.paths=/orders/**",
                        "safe4j.idempotency.http.mode=same-transaction")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("safe4j.idempotency.http.mode")
                        .hasMessageContaining("store 'memory' cannot take part in a transaction"));
    }

    static List<Arguments> later() {
        return List.of(
                Arguments.of(Calls.class, "java.util.concurrent.Callable<java.lang.String>"),
                Arguments.of(Defers.class, "DeferredResult<java.lang.String>"),
                Arguments.of(Promises.class, "CompletableFuture<java.lang.String>"),
                Arguments.of(Streams.class, "StreamingResponseBody"),
                Arguments.of(StreamsWithAHead.class, "StreamingResponseBody"),
                Arguments.of(Emits.class, "SseEmitter"));
    }

    @ParameterizedTest
    @MethodSource
    void later(Class<?> handler, String type) {
        application(handler)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("@IdempotentRequest")
                        .hasMessageContaining("comes after the transaction")
                        .hasMessageContaining(type));
    }

    /** With a database in memory. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @RestController
    @IdempotentRequest(mode = Mode.SAME_TRANSACTION)
    static class AtReturn {
        @PostMapping("/orders")
        String order() {
            return "";
        }

        /** Never guarded. */
        @GetMapping("/orders")
        Callable<String> orders() {
            return () -> "";
        }
    }

    @RestController
    @IdempotentRequest(mode = Mode.SAME_TRANSACTION)
    static class Calls {
        @PostMapping("/later")
        Callable<String> later() {
            return () -> "";
        }
    }

    @RestController
    static class Defers {
        @IdempotentRequest(mode = Mode.SAME_TRANSACTION)
        @PostMapping("/later")
        DeferredResult<String> later() {
            return new DeferredResult<>();
        }
    }

    @RestController
    @IdempotentRequest(mode = Mode.SAME_TRANSACTION)
    static class Promises {
        @PostMapping("/later")
        CompletableFuture<String> later() {
            return new CompletableFuture<>();
        }
    }

    @RestController
    @IdempotentRequest(mode = Mode.SAME_TRANSACTION)
    static class Streams {
        @PostMapping("/later")
        StreamingResponseBody later() {
            return out -> {};
        }
    }

    @RestController
    @IdempotentRequest(mode = Mode.SAME_TRANSACTION)
    static class StreamsWithAHead {
        @PostMapping("/later")
        ResponseEntity<StreamingResponseBody> later() {
            return ResponseEntity.ok(out -> {});
        }
    }

    @RestController
    @IdempotentRequest(mode = Mode.SAME_TRANSACTION)
    static class Emits {
        @PostMapping("/later")
        SseEmitter later() {
            return new SseEmitter();
        }
    }
}
