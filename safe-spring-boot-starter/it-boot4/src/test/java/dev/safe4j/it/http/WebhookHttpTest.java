package dev.safe4j.it.http;

import static dev.safe4j.it.http.KeyedClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.once.Inbox;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.spring.webhook.WebhookReceiver;
import dev.safe4j.spring.webhook.WebhookSignature;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Signed deliveries of events over real HTTP, each handled once in a real PostgreSQL. */
@Tag("slow")
@SpringBootTest(
        classes = WebhookHttpTest.Bank.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "safe4j.jdbc.create-tables=true")
class WebhookHttpTest {

    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString("of the bank".getBytes());
    private static final long NOW = 1_800_000_000L;
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final TestDatabase DATABASE = LocalServers.postgresql().newDatabase();

    @DynamicPropertySource
    static void dataSource(DynamicPropertyRegistry registry) {
        DATABASE.execute("create table payment (event varchar(80) not null)");
        registry.add("spring.datasource.url", DATABASE::url);
        registry.add("spring.datasource.username", DATABASE::username);
        registry.add("spring.datasource.password", DATABASE::password);
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @LocalServerPort
    private int port;

    @Autowired
    private Endpoint endpoint;

    private KeyedClient client = new KeyedClient(0);

    @BeforeEach
    void begin() {
        client = new KeyedClient(port);
        endpoint.runs.set(0);
        endpoint.failures.set(0);
        endpoint.begun = new CountDownLatch(1);
        endpoint.gate = new CountDownLatch(0);
        DATABASE.execute("delete from payment", "delete from safe4j_idempotency");
    }

    /** A service that is told of payments. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Endpoint.class)
    static class Bank {}

    @RestController
    static class Endpoint {

        final AtomicInteger runs = new AtomicInteger();
        final AtomicInteger failures = new AtomicInteger();
        volatile CountDownLatch begun = new CountDownLatch(1);
        volatile CountDownLatch gate = new CountDownLatch(0);
        private final WebhookReceiver receiver;
        private final JdbcTemplate jdbc;

        Endpoint(Inbox inbox, JdbcTemplate jdbc) {
            Clock clock = Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);
            this.receiver = new WebhookReceiver(
                    "bank /payments", WebhookSignature.standard(clock, SECRET), inbox.within(Duration.ofMillis(200)));
            this.jdbc = jdbc;
        }

        @PostMapping("/payments")
        ResponseEntity<Void> payment(@RequestHeader HttpHeaders headers, @RequestBody byte[] body) throws Exception {
            return receiver.receive(headers, body, this::paid);
        }

        private void paid(String event) throws InterruptedException {
            runs.incrementAndGet();
            jdbc.update("insert into payment values (?)", event);
            begun.countDown();
            if (!gate.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let it go on");
            }
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("after the write");
            }
        }
    }

    private HttpRequest.Builder delivery(String event, long at, String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("of the bank".getBytes(), "HmacSHA256"));
        byte[] signed = mac.doFinal((event + "." + at + "." + body).getBytes(StandardCharsets.UTF_8));
        return client.request("/payments")
                .header("webhook-id", event)
                .header("webhook-timestamp", String.valueOf(at))
                .header("webhook-signature", "v1," + Base64.getEncoder().encodeToString(signed))
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private int deliver(String event) throws Exception {
        return client.send(delivery(event, NOW, "{\"paid\":12}")).statusCode();
    }

    private static long payments() {
        return Objects.requireNonNull(DATABASE.value(Long.class, "select count(*) from payment"));
    }

    private static long ids() {
        return Objects.requireNonNull(DATABASE.value(Long.class, "select count(*) from safe4j_idempotency"));
    }

    /** The sender repeats with another timestamp, so with another signature. */
    @Test
    void an_event_that_is_delivered_again_is_handled_once() throws Exception {
        for (int i = 0; i < 3; i++) {
            HttpResponse<byte[]> answer = client.send(delivery("evt-1", NOW + i, "{\"paid\":12}"));
            assertThat(answer.statusCode()).as(text(answer)).isEqualTo(204);
        }
        assertThat(deliver("evt-2")).isEqualTo(204);
        assertThat(endpoint.runs).hasValue(2);
        assertThat(DATABASE.rows("select event from payment order by event").toString())
                .isEqualTo("[{event=evt-1}, {event=evt-2}]");
        assertThat(ids()).isEqualTo(2);
    }

    /** Those that come too early are told to come back, never that it is done: it may fail yet. */
    @Test
    void of_deliveries_at_once_one_is_handled() throws Exception {
        int callers = 20;
        var answers = Callers.run(callers, BOUND, number -> () -> {
            int status = deliver("evt-3");
            while (status == 503) {
                status = deliver("evt-3");
            }
            return status;
        });
        assertThat(answers).allSatisfy(each -> assertThat(each.value()).isEqualTo(204));
        assertThat(endpoint.runs).hasValue(1);
        assertThat(payments()).isEqualTo(1);
    }

    @Test
    void while_it_is_handled_the_sender_is_told_to_come_back() throws Exception {
        endpoint.gate = new CountDownLatch(1);
        endpoint.failures.set(1);
        List<Callers.Result<Integer>> both = Callers.run(2, BOUND, number -> () -> {
            if (number == 0) {
                return deliver("evt-4");
            }
            assertThat(endpoint.begun.await(20, TimeUnit.SECONDS)).isTrue();
            HttpResponse<byte[]> early = client.send(delivery("evt-4", NOW, "{\"paid\":12}"));
            assertThat(early.headers().firstValue("Retry-After")).contains("1");
            endpoint.gate.countDown();
            return early.statusCode();
        });
        assertThat(both.get(0).value()).as("fails").isEqualTo(500);
        assertThat(both.get(1).value()).isEqualTo(503);
        assertThat(payments()).isZero();
        assertThat(deliver("evt-4")).isEqualTo(204);
        assertThat(payments()).isEqualTo(1);
    }

    @Test
    void what_is_not_genuine_is_neither_handled_nor_recorded() throws Exception {
        String body = "{\"paid\":12}";
        for (HttpRequest.Builder forged : List.of(
                delivery("evt-5", NOW, body).POST(HttpRequest.BodyPublishers.ofString("{\"paid\":13}")),
                delivery("evt-5", NOW, body).setHeader("webhook-id", "evt-6"),
                delivery("evt-5", NOW, body).setHeader("webhook-timestamp", String.valueOf(NOW + 1)),
                delivery("evt-5", NOW, body).setHeader("webhook-signature", "v1,AAAA"),
                delivery("evt-5", NOW - 301, body),
                delivery("evt-5", NOW + 301, body))) {
            assertThat(client.send(forged).statusCode()).isEqualTo(400);
        }
        assertThat(endpoint.runs).hasValue(0);
        assertThat(payments()).isZero();
        assertThat(ids()).isZero();
        assertThat(deliver("evt-5")).isEqualTo(204);
    }

    @Test
    void what_failed_leaves_neither_id_nor_effect_and_is_handled_again() throws Exception {
        endpoint.failures.set(1);
        assertThat(deliver("evt-7")).isEqualTo(500);
        assertThat(payments()).isZero();
        assertThat(ids()).isZero();
        assertThat(deliver("evt-7")).isEqualTo(204);
        assertThat(deliver("evt-7")).isEqualTo(204);
        assertThat(endpoint.runs).hasValue(2);
        assertThat(payments()).isEqualTo(1);
    }
}
