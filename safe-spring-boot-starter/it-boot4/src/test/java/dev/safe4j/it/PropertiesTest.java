package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.safe4j.autoconfigure.IdempotencyProperties;
import dev.safe4j.autoconfigure.JobProperties;
import dev.safe4j.autoconfigure.LockProperties;
import dev.safe4j.autoconfigure.SafeProperties;
import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.jdbc.Schema;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.job.JobPolicy;
import dev.safe4j.job.JobQueueBuilder;
import dev.safe4j.job.JobWorker;
import dev.safe4j.job.JobWorkerBuilder;
import dev.safe4j.lock.Locks;
import dev.safe4j.redis.idempotency.RedisIdempotencyStore;
import dev.safe4j.redis.lock.RedisLockStore;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.spring.boundary.BoundaryCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;

@ExtendWith(OutputCaptureExtension.class)
@Tag("slow")
class PropertiesTest {

    @Test
    void all_of_them_are_bound() {
        Applications.onH2()
                .withPropertyValues(
                        "safe4j.retry.attempts=7",
                        "safe4j.retry.within=3s",
                        "safe4j.retry.first-delay=20ms",
                        "safe4j.retry.longest-delay=200ms",
                        "safe4j.transaction.timeout=5s",
                        "safe4j.transaction.budget=1s",
                        "safe4j.transaction.boundary-check=warn",
                        "safe4j.web.problem-details=false",
                        "safe4j.jdbc.create-tables=true",
                        "safe4j.jdbc.pool-size=3")
                .run(context -> assertThat(context.getBean(SafeProperties.class))
                        .isEqualTo(new SafeProperties(
                                true,
                                new SafeProperties.Retry(
                                        7, Duration.ofSeconds(3), Duration.ofMillis(20), Duration.ofMillis(200)),
                                new SafeProperties.Transaction(
                                        Duration.ofSeconds(5), Duration.ofSeconds(1), BoundaryCheck.Mode.WARN),
                                new SafeProperties.Web(false),
                                new SafeProperties.Jdbc(true, 3))));
    }

    @Test
    void the_bounds_of_the_policy_are_those_of_the_properties() {
        Applications.onH2()
                .withPropertyValues("safe4j.retry.attempts=3", "safe4j.retry.first-delay=1ms")
                .run(context -> {
                    int[] runs = {0};
                    RetryPolicy policy = context.getBean(RetryPolicy.class);
                    assertThat(catchThrowable(() -> policy.run(attempt -> {
                                runs[0] = attempt.number();
                                throw new Conflict();
                            })))
                            .isInstanceOf(Conflict.class);
                    assertThat(runs[0]).isEqualTo(3);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            safe4j.retry.attempts            | 0        | attempts must be between 1 and 1000, and is 0
            safe4j.retry.attempts            | 5000     | attempts must be between 1 and 1000, and is 5000
            safe4j.retry.within              | 0s       | within must be longer than zero
            safe4j.retry.first-delay         | -5ms     | the first delay must be longer than zero
            safe4j.retry.first-delay         | 5s       | the longest delay (PT1S) must not be below the first one (PT5S)
            safe4j.retry.longest-delay       | 1ms      | the longest delay (PT0.001S) must not be below the first one (PT0.01S)
            safe4j.transaction.budget        | 0s       | budget of a transaction must be longer than zero
            safe4j.transaction.timeout       | 2d       | time-out of a transaction must be longer than zero and at most a day
            safe4j.transaction.timeout       | soon     | is not a valid duration
            safe4j.transaction.boundary-check| sometimes| FAIL
            safe4j.retry.attempts            | many     | java.lang.Integer
            safe4j.lock.lease                | 1ms      | a lease lasts between 100 ms
            safe4j.lock.within               | -1s      | the wait for a lock is between zero and
            safe4j.lock.longest-hold         | 0s       | a lock that is not renewed at all
            safe4j.idempotency.lease         | 1ms      | a lease lasts between 100 ms
            safe4j.idempotency.keep          | 0s       | kept for no time is never replayed
            safe4j.idempotency.largest-answer| 0B       | a byte to a gigabyte
            safe4j.idempotency.purge.batch   | 0        | a purge has 1 to 10,000 steps
            safe4j.idempotency.store         | cloud    | MEMORY
            safe4j.idempotency.store         | redis    | a RedissonClient or a RedisConnectionFactory bean
            safe4j.jobs.store                | cloud    | MEMORY
            safe4j.jobs.largest-payload      | 0B       | the largest payload has 1 to
            safe4j.jobs.count-every          | 1ms      | it is from 1 s to an hour
            safe4j.jobs.worker.concurrency   | 0        | jobs that are run at a time are 1 to
            safe4j.jobs.worker.buffer        | -1       | jobs that wait to be run are 0 to
            safe4j.jobs.worker.lease         | 100ms    | a claim lasts a second or more
            safe4j.jobs.worker.poll          | 1ms      | a queue is looked at each 10 ms
            safe4j.jobs.worker.stop-within   | -1s      | it is from 0 s to an hour
            safe4j.jobs.worker.unknown-types | forget   | BURY
            safe4j.jobs.policy.attempts      | 0        | a job is begun 1 to 1000 times
            safe4j.jobs.policy.first-delay   | 1h       | the longest wait after a failure is between PT1H
            safe4j.jobs.policy.time-limit    | 1ms      | the time limit of a job is between
            safe4j.jobs.types.mail.keep-dead | 1ms      | the time to keep what is dead
            safe4j.lock.store                | cloud    | MEMORY
            safe4j.lock.store                | quorum   | safe4j.lock.nodes
            safe4j.lock.store                | redis    | a RedissonClient or a RedisConnectionFactory bean
            """)
    void a_wrong_value_fails_the_start_and_names_property_value_and_rule(
            String property, String value, String rule, CapturedOutput output) {
        assertThat(Start.failing(output, Applications.Auto.class, property + "=" + value))
                .contains(property, rule);
    }

    @Test
    void every_property_has_metadata_with_a_description() {
        Set<String> declared = declared("safe4j", SafeProperties.class);
        declared.addAll(declared("safe4j.lock", LockProperties.class));
        declared.addAll(declared("safe4j.idempotency", IdempotencyProperties.class));
        declared.addAll(declared("safe4j.jobs", JobProperties.class));
        assertThat(metadata().keySet()).isEqualTo(declared);
        metadata()
                .forEach((name, property) -> assertThat(property.get("description"))
                        .as(name)
                        .asString()
                        .isNotBlank());
    }

    @Test
    void the_defaults_of_the_metadata_are_those_of_the_code() {
        Map<String, Object> defaults = new TreeMap<>();
        metadata().forEach((name, property) -> {
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
            assertThat(defaults).isEmpty();
        });
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
        String prefix = "safe4j.jobs.";
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

    private static Set<String> declared(String prefix, Class<?> type) {
        return Stream.of(type.getRecordComponents())
                .flatMap(component -> {
                    String name = prefix + "."
                            + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
                    return component.getType().isRecord()
                            ? declared(name, component.getType()).stream()
                            : Stream.of(name);
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> metadata() {
        URL file = Objects.requireNonNull(
                SafeProperties.class.getResource("/META-INF/spring-configuration-metadata.json"));
        assertThat(file.toString()).contains("safe-spring-boot-starter");
        try (InputStream bytes = file.openStream()) {
            Map<String, Object> all = JsonParserFactory.getJsonParser()
                    .parseMap(new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
            return ((List<Map<String, Object>>) Objects.requireNonNull(all.get("properties")))
                    .stream()
                            .filter(each -> String.valueOf(each.get("name")).startsWith("safe4j."))
                            .collect(Collectors.toMap(
                                    each -> String.valueOf(each.get("name")), each -> each, (a, b) -> b, TreeMap::new));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
