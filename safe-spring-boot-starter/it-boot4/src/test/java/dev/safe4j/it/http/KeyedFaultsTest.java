package dev.safe4j.it.http;

import static dev.safe4j.it.http.KeyedClient.newKey;
import static dev.safe4j.it.http.KeyedClient.requireProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What is answered when the store is down or the claim is lost: over real HTTP. */
@SpringBootTest(
        classes = KeyedApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "safe4j.idempotency.http.paths=/raw/**,/paths/**",
            "safe4j.idempotency.http.largest-request=2KB",
            "safe4j.idempotency.largest-answer=4KB"
        })
class KeyedFaultsTest {

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
        keys.refusals.set(0);
    }

    @AfterEach
    void up() {
        keys.down(false);
    }

    @Test
    void while_the_store_is_down_nothing_is_done() throws Exception {
        int before = handlers.runs("order");
        keys.down(true);
        HttpResponse<byte[]> answer = client.send("/orders", newKey(), "{}");
        requireProblem(answer, 503, "idempotency-unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(handlers.runs("order")).isEqualTo(before);
        assertThat(keys.refusals.get()).isPositive();
    }

    /** C6. */
    @Test
    void an_answer_that_could_not_be_recorded_is_not_given_as_if_it_was() throws Exception {
        HttpResponse<byte[]> answer = client.send("/down", newKey(), "{}");
        requireProblem(answer, 503, "idempotency-not-stored");
        assertThat(keys.refusals.get()).isPositive();
    }

    /** C5. */
    @Test
    void an_answer_of_a_former_owner_is_not_given() throws Exception {
        String key = newKey();
        int before = handlers.runs("lost");
        HttpResponse<byte[]> answer = client.send("/lost", key, "{}");
        requireProblem(answer, 409, "lease-lost");
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(answer.headers().firstValue("X-Frame-Options")).contains("DENY");
        assertThat(handlers.runs("lost")).isEqualTo(before + 1);
        requireProblem(client.send("/lost", key, "{}"), 409, "idempotency-in-progress");
    }

    /** A large answer would go out before it is recorded. */
    @Test
    void not_even_a_large_one() throws Exception {
        requireProblem(client.send("/slow-store", newKey(), "{}"), 409, "lease-lost");
    }

    /** Too large to be held back, so that a part of it is out before the claim is lost. */
    @Test
    void an_answer_that_cannot_be_recorded_is_broken_off_if_it_is_going_out() {
        assertThatThrownBy(() -> client.send("/raw/lost", newKey(), "{}")).isInstanceOf(IOException.class);
    }

    /** Nobody is at it any more: the next need not wait. */
    @Test
    void an_error_behind_the_handler_gives_the_claim_up() throws Exception {
        String key = newKey();
        for (int i = 1; i <= 2; i++) {
            assertThat(client.send("/unlinked", key, "{}").statusCode()).isEqualTo(500);
            assertThat(handlers.runs("unlinked")).isEqualTo(i);
        }
    }
}
