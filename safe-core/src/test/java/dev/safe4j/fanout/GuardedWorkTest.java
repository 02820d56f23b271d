package dev.safe4j.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.fanout.Outcome.Failure;
import dev.safe4j.fanout.Outcome.Success;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Resilience4j puts around a call goes around the work of an item. */
@Timeout(60)
class GuardedWorkTest {

    private static final List<Integer> ITEMS = IntStream.range(0, 40).boxed().toList();

    private final AtomicInteger ran = new AtomicInteger();

    private static long failures(Outcomes<?> outcomes, Class<? extends Throwable> with) {
        return outcomes.stream()
                .filter(each -> each instanceof Failure<?> failure && with.isInstance(failure.cause()))
                .count();
    }

    private static long successes(Outcomes<?> outcomes) {
        return outcomes.stream().filter(Success.class::isInstance).count();
    }

    @Test
    void a_circuit_breaker_that_opened_spares_the_items_that_come_after() {
        CircuitBreaker breaker = CircuitBreaker.of(
                "shop",
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(5)
                        .minimumNumberOfCalls(5)
                        .build());
        Outcomes<Object> outcomes = FanOut.over(ITEMS)
                .concurrency(1)
                .settle(item -> breaker.executeCallable(() -> {
                    ran.incrementAndGet();
                    throw new IOException("no answer");
                }));
        assertThat(ran).hasValue(5);
        assertThat(failures(outcomes, IOException.class)).isEqualTo(5);
        assertThat(failures(outcomes, CallNotPermittedException.class)).isEqualTo(ITEMS.size() - 5);
    }

    @Test
    void a_rate_limiter_refuses_the_items_beyond_its_limit() {
        RateLimiter limiter = RateLimiter.of(
                "shop",
                RateLimiterConfig.custom()
                        .limitForPeriod(7)
                        .limitRefreshPeriod(Duration.ofDays(1))
                        .timeoutDuration(Duration.ZERO)
                        .build());
        Outcomes<Integer> outcomes =
                FanOut.over(ITEMS).concurrency(8).settle(item -> limiter.executeCallable(() -> ran.incrementAndGet()));
        assertThat(ran).hasValue(7);
        assertThat(successes(outcomes)).isEqualTo(7);
        assertThat(failures(outcomes, RequestNotPermitted.class)).isEqualTo(ITEMS.size() - 7);
    }

    @Test
    void a_bulkhead_bounds_the_items_of_several_fan_outs_together() {
        Bulkhead bulkhead = Bulkhead.of(
                "shop",
                BulkheadConfig.custom()
                        .maxConcurrentCalls(3)
                        .maxWaitDuration(Duration.ofSeconds(30))
                        .build());
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        FanOut.Work<Integer, Integer> work = item -> bulkhead.executeCallable(() -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            ran.incrementAndGet();
            Thread.yield();
            running.decrementAndGet();
            return item;
        });
        for (int round = 0; round < 50; round++) {
            CompletableFuture<Outcomes<Integer>> beside = CompletableFuture.supplyAsync(
                    () -> FanOut.over(ITEMS).concurrency(4).settle(work));
            assertThat(FanOut.over(ITEMS).concurrency(4).settle(work).orThrow()).isEqualTo(ITEMS);
            assertThat(beside.join().orThrow()).isEqualTo(ITEMS);
        }
        assertThat(ran).hasValue(100 * ITEMS.size());
        assertThat(most.get()).as("at a time").isBetween(2, 3);
    }
}
