package dev.safe4j.it.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.counter.Counters;
import dev.safe4j.it.quota.QuotaApplication.Mails;
import dev.safe4j.servers.Callers;
import dev.safe4j.spring.quota.QuotaExceededException;
import dev.safe4j.spring.quota.Quotas;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Quotas over real HTTP: who is let in, who is told what, and when to come again. */
@SpringBootTest(
        classes = QuotaApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "safe4j.counter.store=memory",
            "safe4j.idempotency.store=memory",
            "safe4j.counter.quotas.login.limit=5",
            "safe4j.counter.quotas.login.per=1h"
        })
class QuotaHttpTest {

    private static final Duration BOUND = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    private Mails mails;

    @Autowired
    private Quotas quotas;

    @Autowired
    private Counters counters;

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().allValues(name).stream().collect(Collectors.joining(" | "));
    }

    @Test
    void of_many_at_once_as_many_are_let_in_as_the_quota_says() {
        List<Callers.Result<HttpResponse<String>>> answers =
                Callers.run(12, BOUND, caller -> () -> send("POST", "/login?user=augustus"));
        Map<Integer, Long> statuses = answers.stream()
                .map(Callers.Result::value)
                .collect(Collectors.groupingBy(HttpResponse::statusCode, Collectors.counting()));
        assertThat(statuses).isEqualTo(Map.of(200, 5L, 429, 7L));
    }

    @Test
    void who_is_refused_is_told_why_and_when_to_come_again() throws Exception {
        for (int i = 4; i >= 0; i--) {
            HttpResponse<String> granted = send("POST", "/login?user=charlie");
            assertThat(granted.statusCode()).isEqualTo(200);
            assertThat(header(granted, "RateLimit-Policy")).isEqualTo("\"login\";q=5;w=3600");
            assertThat(header(granted, "RateLimit")).matches("\"login\";r=" + i + ";t=\\d{1,4}");
            assertThat(header(granted, "Retry-After")).isEmpty();
        }
        HttpResponse<String> refused = send("POST", "/login?user=charlie");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(header(refused, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(header(refused, "Cache-Control")).isEqualTo("no-store");
        String seconds = header(refused, "Retry-After");
        assertThat(Integer.parseInt(seconds)).isBetween(1, 3600);
        assertThat(header(refused, "RateLimit-Policy")).isEqualTo("\"login\";q=5;w=3600");
        assertThat(header(refused, "RateLimit")).isEqualTo("\"login\";r=0;t=" + seconds);
        Map<String, Object> problem = JsonParserFactory.getJsonParser().parseMap(refused.body());
        assertThat(problem)
                .containsEntry("type", "urn:safe4j:problem:quota-exceeded")
                .containsEntry("status", 429)
                .containsEntry("violated-policies", List.of("login"));
        assertThat(refused.body()).doesNotContain("charlie");
        assertThat(send("POST", "/login?user=violet").statusCode())
                .as("somebody else's")
                .isEqualTo(200);
        assertThat(quotas.named("login").look("login:charlie").isGranted()).isFalse();
    }

    @Test
    void several_quotas_are_told_in_one_list() throws Exception {
        HttpResponse<String> granted = send("GET", "/prices/fudge");
        assertThat(header(granted, "RateLimit-Policy")).isEqualTo("\"burst\";q=2;w=3600, \"day\";q=100;w=86400");
        assertThat(header(granted, "RateLimit")).matches("\"burst\";r=1;t=\\d+, \"day\";r=\\d+;t=\\d+");
        assertThat(send("GET", "/prices/fudge").statusCode()).isEqualTo(200);
        HttpResponse<String> refused = send("GET", "/prices/fudge");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("\"violated-policies\":[\"burst\"]");
        assertThat(header(refused, "RateLimit")).matches("\"burst\";r=0;t=\\d+");
        for (int i = 0; i < 3; i++) {
            assertThat(send("POST", "/mails/fudge").statusCode())
                    .as("the same key of another quota")
                    .isEqualTo(200);
        }
    }

    @Test
    void a_quota_of_a_bean_that_the_handler_calls_is_answered_the_same() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(send("POST", "/mails/veruca").statusCode()).isEqualTo(200);
        }
        int before = mails.sent();
        HttpResponse<String> refused = send("POST", "/mails/veruca");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(header(refused, "RateLimit-Policy")).isEqualTo("\"send\";q=3;w=3600");
        assertThat(mails.sent()).isEqualTo(before);
    }

    /** Not by a 500, and not past the quota either. */
    @Test
    void keys_from_outside_may_be_of_any_length_and_hold_anything() throws Exception {
        for (String user : List.of("x".repeat(3_000), "a%00b", "a%0Ab", "a%7Bb%7D", "%F0%9F%8D%AC".repeat(60))) {
            for (int i = 0; i < 5; i++) {
                assertThat(send("POST", "/login?user=" + user).statusCode()).isEqualTo(200);
            }
            assertThat(send("POST", "/login?user=" + user).statusCode())
                    .as(user)
                    .isEqualTo(429);
        }
    }

    @Test
    void what_has_no_quota_is_told_nothing() throws Exception {
        assertThat(header(send("GET", "/free"), "RateLimit")).isEmpty();
        assertThat(counters.add("visits", 2)).isEqualTo(2);
    }

    @Test
    void it_is_asked_before_everything_else() {
        assertThat(mails.once("mike")).isPositive();
        int before = mails.sent();
        assertThatThrownBy(() -> mails.once("mike"))
                .isInstanceOf(QuotaExceededException.class)
                .hasMessageContaining("quota 'once' is used up: 1 in PT1H");
        assertThat(mails.sent()).isEqualTo(before);
    }
}
