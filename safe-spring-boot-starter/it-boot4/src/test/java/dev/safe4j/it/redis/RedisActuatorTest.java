package dev.safe4j.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.Locks;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.TestRedisExtension;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.ConfigurableApplicationContext;

/** What an application tells about its locks in Redis. */
@Tag("slow")
@Timeout(120)
@ExtendWith(TestRedisExtension.class)
class RedisActuatorTest {

    private static ConfigurableApplicationContext shop(Over over, TestRedis redis) {
        return Shop.start(
                over.configuration(),
                WebApplicationType.SERVLET,
                Stream.of(over.properties(redis.uri()), new String[] {
                            "server.port=0",
                            "it.actuator=true",
                            "management.endpoints.web.exposure.include=locks",
                            "safe4j.lock.store=redis",
                            "safe4j.lock.prefix=" + redis.prefix()
                        })
                        .flatMap(Stream::of)
                        .toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource
    void the_endpoint_lists_what_is_held(Over over, TestRedis redis) throws Exception {
        try (var shop = shop(over, redis)) {
            assertThat(listed(shop)).isEmpty();
            try (HeldLock held = shop.getBean(Locks.class).acquire("a")) {
                assertThat(listed(shop)).singleElement().satisfies(entry -> {
                    assertThat(entry).containsEntry("key", "a").containsEntry("fence", held.fence());
                    assertThat(((Number) entry.get("remainingMillis")).longValue())
                            .isBetween(1L, Locks.DEFAULT_LEASE.toMillis());
                });
            }
            assertThat(listed(shop)).isEmpty();
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> listed(ConfigurableApplicationContext shop) throws Exception {
        String port = shop.getEnvironment().getRequiredProperty("local.server.port");
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/locks"))
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        Map<String, Object> body = JsonParserFactory.getJsonParser().parseMap(response.body());
        assertThat(body).containsEntry("store", "redis");
        return (List<Map<String, Object>>) body.get("held");
    }

    @ParameterizedTest
    @EnumSource
    void the_meters_count(Over over, TestRedis redis) {
        try (var shop = shop(over, redis)) {
            Locks locks = shop.getBean(Locks.class);
            MeterRegistry meters = shop.getBean(MeterRegistry.class);
            locks.runWithLock("a", held -> {
                assertThat(locks.tryAcquire("b")).hasValueSatisfying(HeldLock::close);
                assertThat(meters.get("safe4j.lock.active").gauge().value()).isEqualTo(1);
            });
            assertThat(meters.get("safe4j.lock.run")
                            .tag("store", "redis")
                            .timer()
                            .count())
                    .as("what Boot makes of the observation")
                    .isEqualTo(1);
            redis.call("HSET", redis.key("{c}"), "token", "t", "owner", "o", "since", "1", "first", "1", "last", "1");
            assertThat(locks.tryAcquire("c")).isEmpty();
            assertThat(waits(meters, "acquired")).isEqualTo(2);
            assertThat(waits(meters, "busy")).isEqualTo(1);
            assertThat(meters.get("safe4j.lock.hold")
                            .tag("end", "store")
                            .timer()
                            .count())
                    .isEqualTo(2);
            assertThat(meters.get("safe4j.lock.active").gauge().value()).isZero();
        }
    }

    private static long waits(MeterRegistry meters, String outcome) {
        return meters.get("safe4j.lock.wait")
                .tag("store", "redis")
                .tag("outcome", outcome)
                .timer()
                .count();
    }
}
