package dev.safe4j.it.http;

import static dev.safe4j.it.http.KeyedClient.newKey;
import static dev.safe4j.it.http.KeyedClient.requireProblem;
import static dev.safe4j.it.http.KeyedClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The settings that are not the defaults. */
@SpringBootTest(
        classes = KeyedApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "safe4j.idempotency.http.strict=true",
            "safe4j.idempotency.http.header=X-Key",
            "safe4j.idempotency.http.paths=unguarded",
            "safe4j.idempotency.http.methods=post",
            "safe4j.idempotency.http.replayed-header=X-Again",
            "safe4j.idempotency.http.not-kept=X-Part",
            "safe4j.idempotency.http.when-unavailable=carry-out"
        })
class KeyedSettingsTest {

    @LocalServerPort
    private int port;

    @Autowired
    private KeyedController handlers;

    @Autowired
    private FaultyKeys keys;

    private KeyedClient client = new KeyedClient(0);

    @BeforeEach
    void client() {
        client = new KeyedClient(port);
    }

    @AfterEach
    void up() {
        keys.down(false);
    }

    private HttpResponse<byte[]> send(String path, String key) throws Exception {
        return client.send(client.post(path, "ignored", "{}").header("X-Key", key));
    }

    @Test
    void a_strict_key_is_in_quotes_and_the_headers_have_other_names() throws Exception {
        requireProblem(send("/orders", "bare"), 400, "idempotency-key-malformed");
        String key = newKey();
        HttpResponse<byte[]> first = send("/orders", key);
        HttpResponse<byte[]> again = send("/orders", key);
        assertThat(first.headers().allValues("X-Part")).hasSize(2);
        assertThat(again.headers().allValues("X-Part")).isEmpty();
        assertThat(again.headers().firstValue("X-Again")).contains("true");
    }

    @Test
    void a_path_without_its_slash_and_a_method_in_small_letters_are_guarded() throws Exception {
        requireProblem(client.send("/unguarded", newKey(), "{}"), 400, "idempotency-key-missing");
    }

    @Test
    void a_method_that_only_reads_is_refused_at_start() {
        new WebApplicationContextRunner()
                .withUserConfiguration(Annotated.class)
                .withBean(FaultyKeys.class)
                .withPropertyValues("safe4j.idempotency.http.methods=post,get")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("safe4j.idempotency.http.methods is [POST, GET]: what only reads"));
    }

    @Test
    void while_the_store_is_down_it_is_carried_out_unprotected() throws Exception {
        String key = newKey();
        int before = handlers.runs("order");
        keys.refusals.set(0);
        keys.down(true);
        for (int i = 1; i <= 2; i++) {
            assertThat(send("/orders", key).statusCode()).isEqualTo(201);
            assertThat(handlers.runs("order")).isEqualTo(before + i);
        }
        assertThat(keys.refusals.get()).isPositive();
    }

    @Test
    void an_answer_that_could_not_be_recorded_is_given() throws Exception {
        assertThat(text(send("/down", newKey()))).startsWith("down ");
    }

    @Test
    void an_annotation_without_a_filter_fails_the_start() {
        new WebApplicationContextRunner()
                .withUserConfiguration(Annotated.class)
                .withBean(FaultyKeys.class)
                .withPropertyValues("safe4j.idempotency.http.enabled=false")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("@IdempotentRequest")
                        .hasMessageContaining("safe4j.idempotency.http.enabled"));
    }

    /** With guarded handlers. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(KeyedController.class)
    static class Annotated {}
}
