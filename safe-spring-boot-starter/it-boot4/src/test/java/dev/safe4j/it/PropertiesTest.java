package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.safe4j.autoconfigure.AsyncProperties;
import dev.safe4j.autoconfigure.BackgroundProperties;
import dev.safe4j.autoconfigure.CacheProperties;
import dev.safe4j.autoconfigure.CounterProperties;
import dev.safe4j.autoconfigure.FanOutProperties;
import dev.safe4j.autoconfigure.FlightProperties;
import dev.safe4j.autoconfigure.IdempotencyProperties;
import dev.safe4j.autoconfigure.JobProperties;
import dev.safe4j.autoconfigure.LockProperties;
import dev.safe4j.autoconfigure.SafeProperties;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.spring.boundary.BoundaryCheck;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

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
            safe4j.job.store                 | cloud    | MEMORY
            safe4j.job.largest-payload       | 0B       | the largest payload has 1 to
            safe4j.job.count-every           | 1ms      | it is from 1 s to an hour
            safe4j.job.worker.concurrency    | 0        | jobs that are run at a time are 1 to
            safe4j.job.worker.buffer         | -1       | jobs that wait to be run are 0 to
            safe4j.job.worker.lease          | 100ms    | a claim lasts a second or more
            safe4j.job.worker.poll           | 1ms      | a queue is looked at each 10 ms
            safe4j.job.worker.stop-within    | -1s      | it is from 0 s to an hour
            safe4j.job.worker.unknown-types  | forget   | BURY
            safe4j.job.policy.attempts       | 0        | a job is begun 1 to 1000 times
            safe4j.job.policy.first-delay    | 1h       | the longest wait after a failure is between PT1H
            safe4j.job.policy.time-limit     | 1ms      | the time limit of a job is between
            safe4j.job.types.mail.keep-dead  | 1ms      | the time to keep what is dead
            safe4j.fan-out.concurrency       | 0        | the concurrency of a fan-out is one or more
            safe4j.fan-out.pool-check        | sometimes| FAIL
            safe4j.background.concurrency    | 0        | one task or more runs at a time
            safe4j.background.queue          | -1       | zero or more tasks wait
            safe4j.background.time-limit     | 0s       | a time limit is longer than zero
            safe4j.background.stop-within    | -1s      | it is from 0 s to an hour
            safe4j.async.handler-check       | sometimes| FAIL
            safe4j.counter.store             | cloud    | MEMORY
            safe4j.counter.store             | redis    | a RedissonClient or a RedisConnectionFactory bean
            safe4j.counter.purge.batch       | 0        | a purge has 1 to 10,000 steps
            safe4j.counter.quotas.login.limit| 0        | the limit of a quota is 1 to
            safe4j.counter.quotas.login.per  | 400d     | a millisecond to 366 days
            safe4j.flight.within             | 0s       | a load is waited for longer than zero
            safe4j.cache.stampede-guard.within| 0s      | a load is waited for longer than zero
            safe4j.lock.purge.interval       | -1s      | purges come at most a day apart
            safe4j.lock.purge.idle           | 59s      | it is from a minute to 366 days
            safe4j.lock.purge.batch          | 0        | a purge has 1 to 10,000 steps of 1 to 100,000 locks
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
        Set<String> declared = PropertyMetadata.declared("safe4j", SafeProperties.class);
        declared.addAll(PropertyMetadata.declared("safe4j.lock", LockProperties.class));
        declared.addAll(PropertyMetadata.declared("safe4j.idempotency", IdempotencyProperties.class));
        declared.addAll(PropertyMetadata.declared("safe4j.job", JobProperties.class));
        declared.addAll(PropertyMetadata.declared("safe4j.async", AsyncProperties.class));
        declared.addAll(PropertyMetadata.declared("safe4j.counter", CounterProperties.class));
        declared.addAll(PropertyMetadata.declared("safe4j.flight", FlightProperties.class));
        declared.addAll(PropertyMetadata.declared("safe4j.cache", CacheProperties.class));
        declared.addAll(PropertyMetadata.declared("safe4j.fan-out", FanOutProperties.class));
        declared.addAll(PropertyMetadata.declared("safe4j.background", BackgroundProperties.class));
        assertThat(PropertyMetadata.all().keySet()).isEqualTo(declared);
        PropertyMetadata.all()
                .forEach((name, property) -> assertThat(property.get("description"))
                        .as(name)
                        .asString()
                        .isNotBlank());
    }
}
