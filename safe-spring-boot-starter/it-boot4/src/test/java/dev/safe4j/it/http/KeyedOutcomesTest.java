package dev.safe4j.it.http;

import static dev.safe4j.it.http.KeyedClient.isReplayed;
import static dev.safe4j.it.http.KeyedClient.newKey;
import static dev.safe4j.it.http.KeyedClient.requireProblem;
import static dev.safe4j.it.http.KeyedClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What becomes of a request under a key, by how it ended: over real HTTP. */
@SpringBootTest(
        classes = KeyedApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "safe4j.idempotency.http.paths=/raw/**,/paths/**",
            "safe4j.idempotency.http.largest-request=2KB",
            "safe4j.idempotency.largest-answer=4KB"
        })
class KeyedOutcomesTest {

    private static final Duration BOUND = Duration.ofSeconds(20);

    @LocalServerPort
    private int port;

    @Autowired
    private KeyedController handlers;

    private KeyedClient client = new KeyedClient(0);

    @BeforeEach
    void client() {
        client = new KeyedClient(port);
    }

    @AfterEach
    void open() {
        handlers.gate.countDown();
    }

    private CompletableFuture<HttpResponse<byte[]>> sendLater(String path, String key) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return client.send(path, key, "{}");
            } catch (java.io.IOException | InterruptedException failure) {
                throw new IllegalStateException(failure);
            }
        });
    }

    /** M1, M21: another payload is told from the first claim on. */
    @Test
    void a_repetition_while_it_is_carried_out_is_to_come_again() throws Exception {
        String key = newKey();
        int before = handlers.runs("order");
        handlers.gate = new CountDownLatch(1);
        CompletableFuture<HttpResponse<byte[]>> first = sendLater("/orders", key);
        Await.until(BOUND, "the first is at it", () -> handlers.runs("order") == before + 1);
        HttpResponse<byte[]> busy = client.send("/orders", key, "{}");
        requireProblem(busy, 409, "idempotency-in-progress");
        assertThat(busy.headers()
                        .firstValue("Retry-After")
                        .map(Integer::parseInt)
                        .orElseThrow())
                .isBetween(1, 5);
        requireProblem(client.send("/orders", key, "{\"other\":1}"), 422, "idempotency-other-request");
        handlers.gate.countDown();
        assertThat(first.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
        assertThat(isReplayed(client.send("/orders", key, "{}"))).isTrue();
        assertThat(handlers.runs("order")).isEqualTo(before + 1);
    }

    @Test
    void of_many_at_once_one_is_carried_out_and_all_get_its_answer() throws Exception {
        String key = newKey();
        int before = handlers.runs("waiting");
        List<Callers.Result<HttpResponse<byte[]>>> answers =
                Callers.run(20, Duration.ofSeconds(60), number -> () -> client.send("/waiting", key, "{}"));
        assertThat(handlers.runs("waiting")).isEqualTo(before + 1);
        assertThat(answers).allMatch(Callers.Result::isSuccess);
        byte[] expected = ("süß " + (before + 1)).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(answers).allSatisfy(each -> {
            HttpResponse<byte[]> answer = java.util.Objects.requireNonNull(each.value());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain;charset=ISO-8859-1");
            assertThat(answer.body()).isEqualTo(expected);
        });
        assertThat(answers.stream().filter(each -> isReplayed(java.util.Objects.requireNonNull(each.value()))))
                .hasSize(19);
    }

    /** M11. */
    @ParameterizedTest
    @ValueSource(strings = {"deferred", "callable", "future"})
    void an_asynchronous_answer_is_kept_when_it_is_there(String kind) throws Exception {
        String key = newKey();
        int before = handlers.runs(kind);
        int begun = handlers.runs(kind + "-begun");
        handlers.gate = new CountDownLatch(1);
        CompletableFuture<HttpResponse<byte[]>> first = sendLater("/" + kind, key);
        Await.until(BOUND, "the first is at it", () -> handlers.runs(kind + "-begun") == begun + 1);
        requireProblem(client.send("/" + kind, key, "{}"), 409, "idempotency-in-progress");
        handlers.gate.countDown();
        HttpResponse<byte[]> answer = first.get(20, TimeUnit.SECONDS);
        assertThat(text(answer)).isEqualTo(kind + " " + (before + 1));
        HttpResponse<byte[]> again = client.send("/" + kind, key, "{}");
        assertThat(again.statusCode()).isEqualTo(answer.statusCode());
        assertThat(again.body()).isEqualTo(answer.body());
        assertThat(isReplayed(again)).isTrue();
        assertThat(handlers.runs(kind)).isEqualTo(before + 1);
    }

    @Test
    void asynchronous_processing_that_completes_itself_is_kept_too() throws Exception {
        String key = newKey();
        HttpResponse<byte[]> first = client.send("/raw/a", key, "{}");
        assertThat(text(first)).startsWith("raw ");
        HttpResponse<byte[]> again = client.send("/raw/a", key, "{}");
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(isReplayed(again)).isTrue();
    }

    @Test
    void a_failed_future_is_carried_out_again() throws Exception {
        String key = newKey();
        int before = handlers.runs("failing-future");
        for (int i = 1; i <= 2; i++) {
            assertThat(client.send("/failing-future", key, "{}").statusCode()).isEqualTo(500);
            assertThat(handlers.runs("failing-future")).isEqualTo(before + i);
        }
    }

    @Test
    void a_small_stream_is_kept() throws Exception {
        String key = newKey();
        assertThat(client.send("/stream?bytes=3000", key, "{}").body()).hasSize(3000);
        HttpResponse<byte[]> again = client.send("/stream?bytes=3000", key, "{}");
        assertThat(again.body()).hasSize(3000);
        assertThat(isReplayed(again)).isTrue();
    }

    /** M8. */
    @Test
    void of_a_large_answer_it_is_kept_that_it_was_given() throws Exception {
        String key = newKey();
        int before = handlers.runs("stream");
        assertThat(client.send("/stream?bytes=100000", key, "{}").body()).hasSize(100_000);
        requireProblem(client.send("/stream?bytes=100000", key, "{}"), 409, "idempotency-answer-not-kept");
        assertThat(handlers.runs("stream")).isEqualTo(before + 1);
    }

    @Test
    void events_go_out_as_they_come_and_are_not_kept() throws Exception {
        String key = newKey();
        int before = handlers.runs("events");
        assertThat(text(client.send("/events", key, "{}"))).contains("event " + (before + 1));
        requireProblem(client.send("/events", key, "{}"), 409, "idempotency-answer-not-kept");
        assertThat(handlers.runs("events")).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204, 303, 400, 404, 409, 410, 412, 422})
    void what_is_final_is_replayed(int code) throws Exception {
        String key = newKey();
        HttpResponse<byte[]> first = client.send("/status?code=" + code, key, "{}");
        HttpResponse<byte[]> again = client.send("/status?code=" + code, key, "{}");
        assertThat(first.statusCode()).isEqualTo(code);
        assertThat(again.statusCode()).isEqualTo(code);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("X-Run"))
                .isEqualTo(first.headers().firstValue("X-Run"));
        assertThat(isReplayed(again)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 408, 423, 425, 429})
    void what_says_that_nothing_was_done_is_not_kept(int code) throws Exception {
        String key = newKey();
        int before = handlers.runs("status");
        for (int i = 1; i <= 2; i++) {
            HttpResponse<byte[]> answer = client.send("/status?code=" + code, key, "{}");
            assertThat(answer.statusCode()).isEqualTo(code);
            assertThat(text(answer)).isEqualTo("run " + (before + i) + ", attempt 1");
        }
    }

    /** M6, M7, M25: something may have happened, so the next is told. */
    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void what_failed_is_carried_out_again_and_told_so(int code) throws Exception {
        String key = newKey();
        for (int i = 1; i <= 3; i++) {
            assertThat(text(client.send("/status?code=" + code, key, "{}"))).endsWith("attempt " + i);
        }
    }

    @Test
    void an_answer_that_says_when_to_come_again_is_not_kept() throws Exception {
        String key = newKey();
        int before = handlers.runs("busy");
        for (int i = 1; i <= 2; i++) {
            assertThat(text(client.send("/busy", key, "{}"))).isEqualTo("run " + (before + i));
        }
    }

    @Test
    void an_exception_is_no_proof_that_nothing_happened() throws Exception {
        String key = newKey();
        assertThat(client.send("/failing", key, "{}").statusCode()).isEqualTo(500);
        assertThat(text(client.send("/failing", key, "{}"))).isEqualTo("attempt 2");
        assertThat(isReplayed(client.send("/failing", key, "{}"))).isTrue();
    }

    @Test
    void what_is_never_taken_over_stays_undecided() throws Exception {
        String key = newKey();
        int before = handlers.runs("payment");
        assertThat(client.send("/payment", key, "{}").statusCode()).isEqualTo(500);
        requireProblem(client.send("/payment", key, "{}"), 409, "idempotency-indeterminate");
        assertThat(handlers.runs("payment")).isEqualTo(before + 1);
    }

    @Test
    void what_is_left_to_the_error_page_is_left_to_it_again() throws Exception {
        String key = newKey();
        int before = handlers.runs("error-page");
        HttpResponse<byte[]> first = client.send("/error-page", key, "{}");
        HttpResponse<byte[]> again = client.send("/error-page", key, "{}");
        assertThat(first.statusCode()).isEqualTo(404);
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(text(first)).contains("\"status\":404");
        assertThat(text(again)).contains("\"status\":404");
        assertThat(isReplayed(again)).isTrue();
        assertThat(handlers.runs("error-page")).isEqualTo(before + 1);
    }

    /** A container may take the response to be complete after a forward. */
    @Test
    void what_is_forwarded_is_answered_and_replayed() throws Exception {
        String key = newKey();
        int before = handlers.runs("forward");
        HttpResponse<byte[]> first = client.send("/forward", key, "{}");
        assertThat(text(first)).startsWith("unguarded ");
        HttpResponse<byte[]> again = client.send("/forward", key, "{}");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(isReplayed(again)).isTrue();
        assertThat(handlers.runs("forward")).isEqualTo(before + 1);
    }

    @Test
    void a_redirection_is_replayed() throws Exception {
        String key = newKey();
        HttpResponse<byte[]> first = client.send("/redirect", key, "{}");
        HttpResponse<byte[]> again = client.send("/redirect", key, "{}");
        assertThat(first.statusCode()).isEqualTo(302);
        assertThat(again.statusCode()).isEqualTo(302);
        assertThat(again.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"))
                .isPresent();
    }
}
