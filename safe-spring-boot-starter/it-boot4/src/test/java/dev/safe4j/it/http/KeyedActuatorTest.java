package dev.safe4j.it.http;

import static dev.safe4j.it.http.KeyedClient.newKey;
import static dev.safe4j.it.http.KeyedClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Await;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What an application tells about its requests under keys: meters and health, over real HTTP. */
@Tag("slow")
@SpringBootTest(
        classes = KeyedApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "it.actuator=true",
            "management.endpoint.health.show-details=always",
            "management.defaults.metrics.export.enabled=true"
        })
class KeyedActuatorTest {

    private static final String CLAIMS = "safe4j.idempotency.claims";
    private static final String RUN = "safe4j.idempotency.run";
    private static final Duration BOUND = Duration.ofSeconds(20);

    @LocalServerPort
    private int port;

    @Autowired
    private KeyedController handlers;

    @Autowired
    private FaultyKeys keys;

    @Autowired
    private MeterRegistry meters;

    private KeyedClient client = new KeyedClient(0);
    private Map<String, Long> before = Map.of();

    @BeforeEach
    void begin() {
        client = new KeyedClient(port);
        before = counts();
    }

    @AfterEach
    void end() {
        keys.down(false);
        handlers.gate.countDown();
    }

    /** All that were counted, by outcome or end. */
    private Map<String, Long> counts() {
        Map<String, Long> counts = new HashMap<>();
        for (Counter each : meters.find(CLAIMS).counters()) {
            counts.put(String.valueOf(each.getId().getTag("outcome")), (long) each.count());
        }
        for (Timer each : meters.find(RUN).timers()) {
            counts.put(String.valueOf(each.getId().getTag("end")), each.count());
        }
        counts.values().removeIf(each -> each == 0);
        return counts;
    }

    private Map<String, Long> counted() {
        Map<String, Long> counted = counts();
        before.forEach((name, count) -> counted.merge(name, -count, Long::sum));
        counted.values().removeIf(each -> each == 0);
        return counted;
    }

    private int send(String path, String key) throws Exception {
        return client.send(path, key, "{}").statusCode();
    }

    @Test
    void what_is_carried_out_replayed_and_refused_is_counted() throws Exception {
        String key = newKey();
        assertThat(send("/orders", key)).isEqualTo(201);
        assertThat(send("/orders", key)).isEqualTo(201);
        assertThat(client.send("/orders", key, "other").statusCode()).isEqualTo(422);
        assertThat(counted()).isEqualTo(Map.of("claimed", 1L, "replayed", 1L, "other_request", 1L, "completed", 1L));
    }

    @Test
    void one_that_comes_too_early_is_counted() throws Exception {
        String key = newKey();
        int runs = handlers.runs("order");
        handlers.gate = new CountDownLatch(1);
        CompletableFuture<Integer> first = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        first.complete(send("/orders", key));
                    } catch (Exception failure) {
                        first.completeExceptionally(failure);
                    }
                })
                .start();
        Await.until(BOUND, "the first is at it", () -> handlers.runs("order") == runs + 1);
        assertThat(send("/orders", key)).isEqualTo(409);
        handlers.gate.countDown();
        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(201);
        assertThat(counted()).isEqualTo(Map.of("claimed", 1L, "in_progress", 1L, "completed", 1L));
    }

    @Test
    void each_end_is_counted() throws Exception {
        String failing = newKey();
        assertThat(send("/failing", failing)).isEqualTo(500);
        assertThat(send("/failing", failing)).isEqualTo(200);
        assertThat(send("/status?code=401", newKey())).isEqualTo(401);
        String undecided = newKey();
        assertThat(send("/payment", undecided)).isEqualTo(500);
        assertThat(send("/payment", undecided)).isEqualTo(409);
        assertThat(send("/lost", newKey())).isEqualTo(409);
        assertThat(send("/down", newKey())).isEqualTo(503);
        assertThat(counted())
                .isEqualTo(Map.of(
                        "claimed", 5L,
                        "taken_over", 1L,
                        "indeterminate", 1L,
                        "completed", 1L,
                        "released", 1L,
                        "abandoned", 2L,
                        "lost", 1L,
                        "not_stored", 1L));
    }

    @Test
    void no_meter_names_a_key_or_whose_it_is() throws Exception {
        HttpResponse<byte[]> answer =
                client.send(client.post("/orders", "\"secret-key\"", "{}").header("X-User", "secret-user"));
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(meters.getMeters().stream()
                        .map(Meter::getId)
                        .filter(each -> each.getName().startsWith("safe4j.idempotency")))
                .isNotEmpty()
                .allMatch(each -> "faulty".equals(each.getTag("store")))
                .noneMatch(each -> each.toString().contains("secret"));
    }

    private Map<String, Object> health(int status) throws Exception {
        HttpResponse<byte[]> answer =
                client.send(client.request("/actuator/health/safe4jIdempotency").GET());
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(status);
        return JsonParserFactory.getJsonParser().parseMap(text(answer));
    }

    @Test
    void a_store_that_does_not_answer_is_unhealthy() throws Exception {
        assertThat(health(200)).containsEntry("status", "UP").containsEntry("details", Map.of("store", "faulty"));
        keys.down(true);
        assertThat(health(503))
                .containsEntry("status", "DOWN")
                .hasEntrySatisfying(
                        "details",
                        details -> assertThat(String.valueOf(details))
                                .contains("the store is down, as the test wants it"));
        keys.down(false);
        assertThat(health(200)).containsEntry("status", "UP");
    }

    @Test
    void health_can_be_left_out() {
        ApplicationContextRunner application = new ApplicationContextRunner()
                .withUserConfiguration(TogetherStartTest.Application.class)
                .withPropertyValues("it.actuator=true", "safe4j.idempotency.store=memory");
        List<String> indicators = List.of("safe4jIdempotencyHealthIndicator", "safe4jJobsHealthIndicator");
        application.run(
                context -> indicators.forEach(each -> assertThat(context).hasBean(each)));
        application
                .withPropertyValues(
                        "management.health.safe4j-idempotency.enabled=false",
                        "management.health.safe4j-jobs.enabled=false")
                .run(context -> indicators.forEach(each -> assertThat(context).doesNotHaveBean(each)));
        application
                .withPropertyValues("management.health.defaults.enabled=false")
                .run(context -> indicators.forEach(each -> assertThat(context).doesNotHaveBean(each)));
    }
}
