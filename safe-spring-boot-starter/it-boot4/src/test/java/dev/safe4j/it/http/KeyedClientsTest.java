package dev.safe4j.it.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.safe4j.spring.http.IdempotencyKeyInterceptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientResponseException;

/** What a RestClient sends under which keys, to a server that answers as it is told. */
class KeyedClientsTest {

    private static final int HANG_UP = 0;
    private static final int BUSY = 10_409;

    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final Deque<Integer> script = new ArrayDeque<>();
    private HttpServer server = start();

    private HttpServer start() {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.createContext("/", exchange -> {
                List<String> lines = exchange.getRequestHeaders().get("Idempotency-Key");
                keys.add(String.valueOf(lines));
                exchange.getRequestBody().readAllBytes();
                Integer next;
                synchronized (script) {
                    next = script.poll();
                }
                int status = next == null ? 200 : next;
                if (status == HANG_UP) {
                    exchange.close();
                    return;
                }
                if (status == BUSY) {
                    exchange.getResponseHeaders().set("Retry-After", "0");
                }
                exchange.sendResponseHeaders(status % 10_000, -1);
                exchange.close();
            });
            return made;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @BeforeEach
    void run() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private RestClient client(IdempotencyKeyInterceptor interceptor) {
        return RestClient.builder()
                .requestFactory(new JdkClientHttpRequestFactory())
                .baseUrl("http://localhost:" + server.getAddress().getPort())
                .requestInterceptor(interceptor)
                .build();
    }

    private void answers(Integer... statuses) {
        script.addAll(Arrays.asList(statuses));
    }

    private int post() {
        return client(new IdempotencyKeyInterceptor())
                .post()
                .uri("/orders")
                .body("fudge")
                .retrieve()
                .toBodilessEntity()
                .getStatusCode()
                .value();
    }

    private Set<String> different() {
        return new TreeSet<>(keys);
    }

    @Test
    void each_request_has_a_key_of_its_own() {
        post();
        post();
        assertThat(keys).hasSize(2).allMatch(each -> each.matches("\\[\"[-0-9a-f]{36}\"]"));
        assertThat(different()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504, BUSY, HANG_UP})
    void it_keeps_its_key_when_it_is_repeated(int first) {
        answers(first, first);
        assertThat(post()).isEqualTo(200);
        assertThat(keys).hasSizeGreaterThanOrEqualTo(3);
        assertThat(different()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 409, 422, 500, 501})
    void nothing_else_is_repeated(int status) {
        answers(status);
        assertThatThrownBy(this::post)
                .isInstanceOfSatisfying(
                        RestClientResponseException.class,
                        answer -> assertThat(answer.getStatusCode().value()).isEqualTo(status));
        assertThat(keys).hasSize(1);
    }

    @Test
    void it_is_repeated_so_often_and_so_long_only() {
        answers(Collections.nCopies(10, 503).toArray(Integer[]::new));
        RestClient three = client(new IdempotencyKeyInterceptor().attempts(3));
        assertThatThrownBy(() -> three.post().uri("/").body("x").retrieve().toBodilessEntity())
                .isInstanceOf(HttpServerErrorException.class);
        assertThat(keys).hasSize(3);
        RestClient once = client(new IdempotencyKeyInterceptor().within(Duration.ZERO));
        assertThatThrownBy(() -> once.post().uri("/").body("x").retrieve().toBodilessEntity())
                .isInstanceOf(HttpServerErrorException.class);
        assertThat(keys).hasSize(4);
    }

    @Test
    void the_callers_key_wins() {
        answers(503);
        client(new IdempotencyKeyInterceptor())
                .patch()
                .uri("/")
                .header("Idempotency-Key", "\"mine\"")
                .body("x")
                .retrieve()
                .toBodilessEntity();
        assertThat(keys).containsExactly("[\"mine\"]", "[\"mine\"]");
    }

    @Test
    void what_is_safe_anyway_has_none() {
        client(new IdempotencyKeyInterceptor()).get().uri("/").retrieve().toBodilessEntity();
        assertThat(keys).containsExactly("null");
    }

    @Test
    void an_interrupted_caller_is_let_go() {
        answers(Collections.nCopies(10, 503).toArray(Integer[]::new));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(this::post).isInstanceOf(ResourceAccessException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(keys).hasSizeLessThanOrEqualTo(1);
    }
}
