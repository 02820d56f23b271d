package dev.safe4j.it.http;

import static dev.safe4j.it.http.KeyedClient.isReplayed;
import static dev.safe4j.it.http.KeyedClient.newKey;
import static dev.safe4j.it.http.KeyedClient.requireProblem;
import static dev.safe4j.it.http.KeyedClient.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import jakarta.servlet.http.HttpServletResponse;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.util.ClassUtils;

/** What becomes of an answer that its handler writes itself: over real HTTP. */
@SpringBootTest(
        classes = KeyedApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "safe4j.idempotency.largest-answer=4KB")
class KeyedWritersTest {

    @LocalServerPort
    private int port;

    @Autowired
    private WritingController handlers;

    private KeyedClient client = new KeyedClient(0);

    @BeforeEach
    void begin() {
        client = new KeyedClient(port);
        handlers.runs.set(0);
    }

    /** M8. What was not flushed is over the limit as what was. */
    @ParameterizedTest
    @CsvSource({"5000, text/plain", "12000, text/plain", "5, text/event-stream"})
    void of_what_is_too_large_or_a_stream_it_is_kept_that_it_was_given(int characters, String type) throws Exception {
        String key = newKey();
        String path = "/written?characters=" + characters + "&type=" + type;
        assertThat(text(client.send(path, key, "{}"))).isEqualTo("x".repeat(characters));
        requireProblem(client.send(path, key, "{}"), 409, "idempotency-answer-not-kept");
        assertThat(handlers.runs).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500})
    void what_is_not_kept_may_be_large(int code) throws Exception {
        String key = newKey();
        for (int i = 1; i <= 2; i++) {
            HttpResponse<byte[]> answer = client.send("/written/status?code=" + code, key, "{}");
            assertThat(answer.statusCode()).isEqualTo(code);
            assertThat(text(answer)).isEqualTo("x".repeat(5_000));
            assertThat(handlers.runs).hasValue(i);
        }
    }

    @Test
    void of_what_the_handler_wrote_before_it_threw_nothing_is_left() throws Exception {
        String key = newKey();
        for (int i = 1; i <= 2; i++) {
            HttpResponse<byte[]> answer = client.send("/written/sold-out", key, "{}");
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(text(answer)).isEqualTo("{\"error\":\"sold out\"}");
            assertThat(isReplayed(answer)).isEqualTo(i == 2);
        }
    }

    @Test
    void of_what_the_handler_wrote_before_it_redirected_nothing_is_left() throws Exception {
        String key = newKey();
        for (int i = 1; i <= 2; i++) {
            HttpResponse<byte[]> answer = client.send("/written/redirect", key, "{}");
            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(text(answer)).isEmpty();
            assertThat(isReplayed(answer)).isEqualTo(i == 2);
        }
    }

    private static boolean hasStatusOfRedirect() {
        return ClassUtils.hasMethod(HttpServletResponse.class, "sendRedirect", String.class, int.class);
    }

    @ParameterizedTest
    @EnabledIf("hasStatusOfRedirect")
    @CsvSource({"by-status, 303, ''", "keeping, 302, " + WritingController.PLACED})
    void a_redirection_is_replayed_however_it_is_said(String how, int status, String body) throws Exception {
        String key = newKey();
        for (int i = 1; i <= 2; i++) {
            HttpResponse<byte[]> answer = client.send("/written/redirect-" + how, key, "{}");
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.headers().allValues("Location"))
                    .hasSize(1)
                    .first(STRING)
                    .endsWith("/orders/17");
            assertThat(text(answer)).isEqualTo(body);
            assertThat(isReplayed(answer)).isEqualTo(i == 2);
        }
    }

    @Test
    void a_language_is_replayed() throws Exception {
        String key = newKey();
        for (int i = 1; i <= 2; i++) {
            HttpResponse<byte[]> answer = client.send("/written/language", key, "{}");
            assertThat(answer.headers().allValues("Content-Language")).containsExactly("de-DE");
            assertThat(isReplayed(answer)).isEqualTo(i == 2);
        }
    }

    @Test
    void after_a_reset_the_text_has_the_character_encoding_of_then() throws Exception {
        String key = newKey();
        for (int i = 1; i <= 2; i++) {
            HttpResponse<byte[]> answer = client.send("/written/reset", key, "{}");
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain;charset=UTF-8");
            assertThat(text(answer)).isEqualTo("süß");
            assertThat(isReplayed(answer)).isEqualTo(i == 2);
        }
    }
}
