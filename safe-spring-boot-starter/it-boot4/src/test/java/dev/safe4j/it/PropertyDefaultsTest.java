package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.autoconfigure.AsyncProperties;
import dev.safe4j.autoconfigure.BackgroundProperties;
import dev.safe4j.autoconfigure.CacheProperties;
import dev.safe4j.autoconfigure.CounterProperties;
import dev.safe4j.autoconfigure.FanOutProperties;
import dev.safe4j.autoconfigure.IdempotencyProperties;
import dev.safe4j.autoconfigure.JobProperties;
import dev.safe4j.autoconfigure.LockProperties;
import dev.safe4j.autoconfigure.SafeProperties;
import dev.safe4j.background.BackgroundTasks;
import dev.safe4j.fanout.FanOut;
import dev.safe4j.flight.SingleFlight;
import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.jdbc.Schema;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.job.JobPolicy;
import dev.safe4j.job.JobQueueBuilder;
import dev.safe4j.job.JobWorker;
import dev.safe4j.job.JobWorkerBuilder;
import dev.safe4j.lock.Locks;
import dev.safe4j.redis.counter.RedisCounterStore;
import dev.safe4j.redis.idempotency.RedisIdempotencyStore;
import dev.safe4j.redis.lock.RedisLockStore;
import dev.safe4j.retry.RetryPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ApplicationContext;
import org.springframework.util.unit.DataSize;

/** The defaults that an editor shows are those that count. */
@Tag("slow")
class PropertyDefaultsTest {

    @Test
    void the_defaults_of_the_metadata_are_those_of_the_code() {
        Map<String, Object> defaults = new TreeMap<>();
        PropertyMetadata.all().forEach((name, property) -> {
            if (property.containsKey("defaultValue")) {
                defaults.put(name, property.get("defaultValue"));
            }
        });
        assertThat(defaults.remove("safe4j.retry.attempts")).isEqualTo(RetryPolicy.DEFAULT_ATTEMPTS);
        assertDuration(defaults.remove("safe4j.retry.within"), RetryPolicy.DEFAULT_WITHIN);
        assertDuration(defaults.remove("safe4j.retry.first-delay"), RetryPolicy.DEFAULT_FIRST_DELAY);
        assertDuration(defaults.remove("safe4j.retry.longest-delay"), RetryPolicy.DEFAULT_LONGEST_DELAY);
        assertDuration(defaults.remove("safe4j.transaction.timeout"), Transactions.DEFAULT_TIMEOUT);
        Applications.onH2().run(context -> {
            SafeProperties unset = context.getBean(SafeProperties.class);
            assertThat(defaults.remove("safe4j.enabled")).isEqualTo(unset.enabled());
            assertThat(defaults.remove("safe4j.web.problem-details"))
                    .isEqualTo(unset.web().problemDetails());
            assertThat(String.valueOf(defaults.remove("safe4j.transaction.boundary-check")))
                    .isEqualToIgnoringCase(unset.transaction().boundaryCheck().name());
            assertThat(defaults.remove("safe4j.jdbc.create-tables"))
                    .isEqualTo(unset.jdbc().createTables());
            assertThat(defaults.remove("safe4j.jdbc.pool-size"))
                    .isEqualTo(unset.jdbc().poolSize());
            requireLockDefaults(defaults, context.getBean(LockProperties.class));
            requireIdempotencyDefaults(defaults, context.getBean(IdempotencyProperties.class));
            requireJobDefaults(defaults, context.getBean(JobProperties.class));
            requireWorkDefaults(defaults, context);
            requireCounterDefaults(defaults, context.getBean(CounterProperties.class));
            assertThat(defaults).isEmpty();
        });
    }

    private static void requireWorkDefaults(Map<String, Object> defaults, ApplicationContext context) {
        FanOutProperties fanOut = context.getBean(FanOutProperties.class);
        assertThat(defaults.remove("safe4j.fan-out.concurrency")).isEqualTo(FanOut.DEFAULT_CONCURRENCY);
        assertThat(String.valueOf(defaults.remove("safe4j.fan-out.pool-check")))
                .isEqualToIgnoringCase(fanOut.poolCheck().name());
        assertThat(defaults.remove("safe4j.background.concurrency")).isEqualTo(BackgroundTasks.DEFAULT_CONCURRENCY);
        assertThat(defaults.remove("safe4j.background.queue")).isEqualTo(BackgroundTasks.DEFAULT_QUEUE);
        Duration stopWithin = context.getBean(BackgroundProperties.class).stopWithin();
        assertThat(stopWithin).isEqualTo(BackgroundTasks.DEFAULT_GRACE);
        assertDuration(defaults.remove("safe4j.background.stop-within"), stopWithin);
        assertThat(String.valueOf(defaults.remove("safe4j.async.handler-check")))
                .isEqualToIgnoringCase(
                        context.getBean(AsyncProperties.class).handlerCheck().name());
        assertDuration(defaults.remove("safe4j.flight.within"), SingleFlight.DEFAULT_WAIT);
        CacheProperties.StampedeGuard guard =
                context.getBean(CacheProperties.class).stampedeGuard();
        assertDuration(defaults.remove("safe4j.cache.stampede-guard.within"), SingleFlight.DEFAULT_WAIT);
        assertThat(defaults.remove("safe4j.cache.stampede-guard.across-instances"))
                .isEqualTo(guard.acrossInstances());
    }

    private static void requireCounterDefaults(Map<String, Object> defaults, CounterProperties unset) {
        String prefix = "safe4j.counter.";
        assertThat(defaults.remove(prefix + "table"))
                .isEqualTo(unset.table())
                .isEqualTo(Schema.defaultTable("counter"));
        assertThat(defaults.remove(prefix + "prefix"))
                .isEqualTo(unset.prefix())
                .isEqualTo(RedisCounterStore.DEFAULT_PREFIX);
        assertThat(defaults.remove(prefix + "rate-limit-fields")).isEqualTo(unset.rateLimitFields());
        assertDuration(defaults.remove(prefix + "purge.interval"), unset.purge().interval());
        assertThat(defaults.remove(prefix + "purge.batch"))
                .isEqualTo(unset.purge().batch());
        assertThat(defaults.remove(prefix + "purge.batches"))
                .isEqualTo(unset.purge().batches());
    }

    private static void requireLockDefaults(Map<String, Object> defaults, LockProperties unset) {
        assertDuration(defaults.remove("safe4j.lock.within"), Locks.DEFAULT_WAIT);
        assertDuration(defaults.remove("safe4j.lock.lease"), Locks.DEFAULT_LEASE);
        assertDuration(defaults.remove("safe4j.lock.longest-hold"), Locks.DEFAULT_LONGEST_HOLD);
        assertThat(defaults.remove("safe4j.lock.wake-by-notify")).isEqualTo(unset.wakeByNotify());
        assertThat(defaults.remove("safe4j.lock.table"))
                .isEqualTo(unset.table())
                .isEqualTo(Schema.defaultTable("lock"));
        assertThat(defaults.remove("safe4j.lock.prefix"))
                .isEqualTo(unset.prefix())
                .isEqualTo(RedisLockStore.DEFAULT_PREFIX);
        String purge = "safe4j.lock.purge.";
        assertDuration(defaults.remove(purge + "interval"), unset.purge().interval());
        assertDuration(defaults.remove(purge + "idle"), unset.purge().idle());
        assertThat(defaults.remove(purge + "batch")).isEqualTo(unset.purge().batch());
        assertThat(defaults.remove(purge + "batches")).isEqualTo(unset.purge().batches());
    }

    private static void requireIdempotencyDefaults(Map<String, Object> defaults, IdempotencyProperties unset) {
        String prefix = "safe4j.idempotency.";
        assertThat(defaults.remove(prefix + "prefix"))
                .isEqualTo(unset.prefix())
                .isEqualTo(RedisIdempotencyStore.DEFAULT_PREFIX);
        assertDuration(defaults.remove(prefix + "lease"), Idempotency.DEFAULT_LEASE);
        assertDuration(defaults.remove(prefix + "keep"), Idempotency.DEFAULT_KEEP);
        assertThat(unset.largestAnswer().toBytes()).isEqualTo(Idempotency.DEFAULT_LARGEST);
        assertThat(DataSize.parse(String.valueOf(defaults.remove(prefix + "largest-answer"))))
                .isEqualTo(unset.largestAnswer());
        assertThat(defaults.remove(prefix + "table"))
                .isEqualTo(unset.table())
                .isEqualTo(Schema.defaultTable("idempotency"));
        assertDuration(defaults.remove(prefix + "purge.interval"), unset.purge().interval());
        assertThat(defaults.remove(prefix + "purge.batch"))
                .isEqualTo(unset.purge().batch());
        assertThat(defaults.remove(prefix + "purge.batches"))
                .isEqualTo(unset.purge().batches());
        requireHttpDefaults(defaults, prefix, unset.http());
    }

    private static void requireJobDefaults(Map<String, Object> defaults, JobProperties unset) {
        String prefix = "safe4j.job.";
        assertThat(defaults.remove(prefix + "table")).isEqualTo(unset.table()).isEqualTo(Schema.defaultTable("job"));
        assertThat(unset.largestPayload().toBytes()).isEqualTo(JobQueueBuilder.DEFAULT_LARGEST);
        assertThat(DataSize.parse(String.valueOf(defaults.remove(prefix + "largest-payload"))))
                .isEqualTo(unset.largestPayload());
        assertThat(defaults.remove(prefix + "wake-by-notify")).isEqualTo(unset.wakeByNotify());
        assertDuration(defaults.remove(prefix + "count-every"), unset.countEvery());
        JobProperties.Worker worker = unset.worker();
        assertThat(defaults.remove(prefix + "worker.enabled")).isEqualTo(worker.enabled());
        assertThat(defaults.remove(prefix + "worker.concurrency")).isEqualTo(JobWorkerBuilder.DEFAULT_CONCURRENCY);
        assertThat(defaults.remove(prefix + "worker.buffer")).isEqualTo(JobWorkerBuilder.DEFAULT_BUFFER);
        assertDuration(defaults.remove(prefix + "worker.lease"), JobWorkerBuilder.DEFAULT_LEASE);
        assertDuration(defaults.remove(prefix + "worker.poll"), JobWorkerBuilder.DEFAULT_POLL);
        assertThat(worker.stopWithin()).isEqualTo(JobWorker.DEFAULT_GRACE);
        assertDuration(defaults.remove(prefix + "worker.stop-within"), worker.stopWithin());
        assertThat(defaults.remove(prefix + "worker.virtual-threads")).isEqualTo(worker.virtualThreads());
        assertThat(String.valueOf(defaults.remove(prefix + "worker.unknown-types")))
                .isEqualToIgnoringCase(worker.unknownTypes().name());
        assertThat(defaults.remove(prefix + "policy.attempts")).isEqualTo(JobPolicy.DEFAULT_ATTEMPTS);
        assertDuration(defaults.remove(prefix + "policy.first-delay"), JobPolicy.DEFAULT_FIRST_DELAY);
        assertDuration(defaults.remove(prefix + "policy.longest-delay"), JobPolicy.DEFAULT_LONGEST_DELAY);
        assertDuration(defaults.remove(prefix + "policy.time-limit"), JobPolicy.DEFAULT_TIME_LIMIT);
        assertDuration(defaults.remove(prefix + "policy.keep-done"), Duration.ZERO);
        assertDuration(defaults.remove(prefix + "policy.keep-dead"), JobPolicy.DEFAULT_KEEP_DEAD);
    }

    private static void requireHttpDefaults(
            Map<String, Object> defaults, String prefix, IdempotencyProperties.Http http) {
        assertThat(defaults.remove(prefix + "http.enabled")).isEqualTo(http.enabled());
        assertThat(String.valueOf(defaults.remove(prefix + "http.mode")))
                .isEqualToIgnoringCase(http.mode().name());
        assertThat(defaults.remove(prefix + "http.header")).isEqualTo(http.header());
        assertThat(defaults.remove(prefix + "http.strict")).isEqualTo(http.strict());
        assertThat(defaults.remove(prefix + "http.required")).isEqualTo(http.required());
        assertThat(String.valueOf(defaults.remove(prefix + "http.methods"))) // the processor writes a list as a text
                .isEqualTo(http.methods().toString());
        assertDuration(defaults.remove(prefix + "http.within"), http.within());
        assertThat(DataSize.parse(String.valueOf(defaults.remove(prefix + "http.largest-request"))))
                .isEqualTo(http.largestRequest());
        assertThat(defaults.remove(prefix + "http.replayed-header")).isEqualTo(http.replayedHeader());
        assertThat(String.valueOf(defaults.remove(prefix + "http.when-unavailable")))
                .isEqualTo("refuse");
        assertThat(http.whenUnavailable()).isEqualTo(IdempotencyProperties.WhenUnavailable.REFUSE);
    }

    private static void assertDuration(@Nullable Object text, Duration expected) {
        assertThat(DurationStyle.detectAndParse(String.valueOf(text))).isEqualTo(expected);
    }
}
