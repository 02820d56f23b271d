package dev.safe4j.it.http;

import static dev.safe4j.it.http.KeyedClient.isReplayed;
import static dev.safe4j.it.http.KeyedClient.newKey;
import static dev.safe4j.it.http.KeyedClient.requireProblem;
import static dev.safe4j.it.http.KeyedClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Requests under keys over real HTTP: what is carried out, replayed and refused. */
@SpringBootTest(
        classes = KeyedApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "safe4j.idempotency.http.paths=/raw/**,/paths/**",
            "safe4j.idempotency.http.largest-request=2KB",
            "safe4j.idempotency.largest-answer=4KB"
        })
class KeyedHttpTest {

    @LocalServerPort
    private int port;

    @Autowired
    private KeyedController handlers;

    private KeyedClient client = new KeyedClient(0);

    @BeforeEach
    void client() {
        client = new KeyedClient(port);
    }

    /** M14, M15: status, headers and bytes are those of the first answer; what belongs to a session is not. */
    @Test
    void a_repetition_is_answered_byte_for_byte_and_not_carried_out() throws Exception {
        String key = newKey();
        int before = handlers.runs("order");
        HttpResponse<byte[]> first = client.send("/orders", key, "{\"sweet\":\"fudge\"}");
        HttpResponse<byte[]> again = client.send("/orders", key, "{\"sweet\":\"fudge\"}");
        assertThat(handlers.runs("order")).isEqualTo(before + 1);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body()).isNotEmpty();
        for (String header : new String[] {"Location", "ETag", "X-Part", "Content-Type", "X-Frame-Options"}) {
            assertThat(again.headers().allValues(header))
                    .as(header)
                    .isEqualTo(first.headers().allValues(header))
                    .isNotEmpty();
        }
        assertThat(first.headers().allValues("Set-Cookie")).isNotEmpty();
        assertThat(first.headers().firstValue("X-Request-Id")).isPresent();
        assertThat(again.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(again.headers().firstValue("X-Request-Id")).isEmpty();
        assertThat(again.headers().firstValue(KeyedClient.REPLAYED)).contains("true");
        assertThat(isReplayed(first)).isFalse();
    }

    @Test
    void the_bare_and_the_quoted_form_are_one_key() throws Exception {
        HttpResponse<byte[]> first = client.send("/orders", "bare-and-quoted", "{}");
        HttpResponse<byte[]> again = client.send("/orders", "\"bare-and-quoted\"", "{}");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(isReplayed(again)).isTrue();
    }

    @Test
    void without_a_key_nothing_is_done_if_one_is_needed() throws Exception {
        int before = handlers.runs("order");
        requireProblem(
                client.send(client.request("/orders").POST(HttpRequest.BodyPublishers.ofString("{}"))),
                400,
                "idempotency-key-missing");
        assertThat(handlers.runs("order")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"", "\"a\", \"b\"", "a b", "\"\\n\""})
    void with_a_malformed_key_nothing_is_done(String key) throws Exception {
        int before = handlers.runs("order");
        requireProblem(client.send("/orders", key, "{}"), 400, "idempotency-key-malformed");
        requireProblem(client.send("/orders", "k".repeat(256), "{}"), 400, "idempotency-key-malformed");
        assertThat(handlers.runs("order")).isEqualTo(before);
    }

    @Test
    void with_two_lines_of_it_neither() throws Exception {
        requireProblem(
                client.send(client.post("/orders", "\"a\"", "{}").header("Idempotency-Key", "\"a\"")),
                400,
                "idempotency-key-malformed");
    }

    @Test
    void another_request_under_the_key_is_refused() throws Exception {
        String key = newKey();
        int before = handlers.runs("order");
        assertThat(client.send("/orders", key, "{\"a\":1,\"b\":2}").statusCode())
                .isEqualTo(201);
        requireProblem(client.send("/orders", key, "{\"b\":2,\"a\":1}"), 422, "idempotency-other-request");
        requireProblem(client.send("/orders?x=1", key, "{\"a\":1,\"b\":2}"), 422, "idempotency-other-request");
        requireProblem(
                client.send(client.post("/orders", key, "{\"a\":1,\"b\":2}").setHeader("Content-Type", "text/plain")),
                422,
                "idempotency-other-request");
        assertThat(handlers.runs("order")).isEqualTo(before + 1);
    }

    /** M13. */
    @Test
    void a_key_means_something_else_on_another_route_and_the_same_on_another_path_of_it() throws Exception {
        String key = newKey();
        assertThat(client.send("/orders", key, "{}").statusCode()).isEqualTo(201);
        HttpResponse<byte[]> other = client.send(patch("/orders/7", key));
        assertThat(text(other)).startsWith("changed 7 to {a=1}");
        assertThat(isReplayed(other)).isFalse();
        assertThat(isReplayed(client.send(patch("/orders/7", key)))).isTrue();
        requireProblem(client.send(patch("/orders/8", key)), 422, "idempotency-other-request");
    }

    private HttpRequest.Builder patch(String path, String key) {
        return client.post(path, key, "").method("PATCH", HttpRequest.BodyPublishers.ofString("{\"a\":1}"));
    }

    /** M12. */
    @Test
    void nobody_sees_anothers_answer() throws Exception {
        String key = newKey();
        for (int round = 0; round < 2; round++) {
            for (String user : new String[] {"ann", "bob", "anonymous"}) {
                HttpRequest.Builder request = client.post("/orders", key, "{}").header("X-User", user);
                HttpResponse<byte[]> answer = client.send(request);
                assertThat(isReplayed(answer)).isEqualTo(round == 1);
            }
            assertThat(isReplayed(client.send("/orders", key, "{}"))).isEqualTo(round == 1);
        }
    }

    @Test
    void a_safe_method_passes_untouched() throws Exception {
        int before = handlers.runs("orders");
        for (int i = 1; i <= 2; i++) {
            HttpRequest.Builder get =
                    client.request("/orders").header("Idempotency-Key", "one").GET();
            assertThat(text(client.send(get))).isEqualTo("orders " + (before + i));
        }
    }

    @Test
    void what_is_not_guarded_is_not_buffered() throws Exception {
        String first = text(client.send("/unguarded", "\"k\"", "{}"));
        assertThat(first).matches("unguarded [0-9]+ false");
        assertThat(text(client.send("/unguarded", "\"k\"", "{}")))
                .as("run again")
                .matches("unguarded [0-9]+ false")
                .isNotEqualTo(first);
        for (int i = 1; i <= 2; i++) {
            assertThat(text(client.send(patch("/orders/draft", "\"k\"")))).isEqualTo("draft " + i + " false");
        }
    }

    @Test
    void a_path_can_be_guarded_without_an_annotation() throws Exception {
        String key = newKey();
        assertThat(text(client.send("/paths/a", key, "{}"))).isEqualTo("path a 1");
        HttpResponse<byte[]> again = client.send("/paths/a", key, "{}");
        assertThat(text(again)).isEqualTo("path a 1");
        assertThat(isReplayed(again)).isTrue();
        requireProblem(client.send("/paths/b", key, "{}"), 422, "idempotency-other-request");
        requireProblem(
                client.send(client.request("/paths/a").POST(HttpRequest.BodyPublishers.noBody())),
                400,
                "idempotency-key-missing");
    }

    /** M10, with the parameters that a container would read from the body itself. */
    @Test
    void a_form_reaches_its_handler() throws Exception {
        String key = newKey();
        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> answer = client.send(client.post("/form?count=3", key, "sweet=r%C3%BCbe+n")
                    .setHeader("Content-Type", "application/x-www-form-urlencoded"));
            assertThat(text(answer)).isEqualTo("rübe n 3 1");
            assertThat(isReplayed(answer)).isEqualTo(i == 1);
        }
        requireProblem(
                client.send(client.post("/form?count=3", key, "sweet=fudge")
                        .setHeader("Content-Type", "application/x-www-form-urlencoded")),
                422,
                "idempotency-other-request");
    }

    @Test
    void a_multipart_request_is_refused() throws Exception {
        requireProblem(
                client.send(client.post("/orders", newKey(), "--x--")
                        .setHeader("Content-Type", "multipart/form-data; boundary=x")),
                415,
                "idempotency-unsupported");
    }

    @Test
    void a_body_over_the_limit_is_refused_with_and_without_its_length() throws Exception {
        int before = handlers.runs("order");
        String large = "x".repeat(2049);
        requireProblem(client.send("/orders", newKey(), large), 413, "idempotency-request-too-large");
        requireProblem(
                client.send(client.post("/orders", newKey(), "")
                        .POST(HttpRequest.BodyPublishers.ofInputStream(
                                () -> new java.io.ByteArrayInputStream(large.getBytes())))),
                413,
                "idempotency-request-too-large");
        assertThat(handlers.runs("order")).isEqualTo(before);
        assertThat(client.send("/orders", newKey(), "x".repeat(2048)).statusCode())
                .isEqualTo(201);
    }

    /** M24. */
    @Test
    void where_no_key_is_needed_a_handler_can_tell() throws Exception {
        assertThat(text(client.send(client.request("/steps").POST(HttpRequest.BodyPublishers.noBody()))))
                .isEqualTo("no key");
        assertThat(text(client.send("/steps", newKey(), ""))).hasSize(64);
    }
}
