package dev.safe4j.it.http;

import static dev.safe4j.it.http.KeyedClient.isReplayed;
import static dev.safe4j.it.http.KeyedClient.newKey;
import static dev.safe4j.it.http.KeyedClient.requireProblem;
import static dev.safe4j.it.http.KeyedClient.text;
import static dev.safe4j.it.http.TogetherApplication.keys;
import static dev.safe4j.it.http.TogetherApplication.orders;
import static dev.safe4j.it.http.TogetherController.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.servers.Callers;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.TestDatabase;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Requests whose claim, effect and answer commit together: over real HTTP, on a real PostgreSQL. */
@Tag("slow")
@SpringBootTest(
        classes = TogetherApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "safe4j.jdbc.create-tables=true",
            "safe4j.idempotency.largest-answer=4KB",
            "safe4j.idempotency.http.paths=/by-path/**",
            "safe4j.idempotency.http.mode=same-transaction"
        })
class TogetherHttpTest {

    private static final TestDatabase DATABASE = LocalServers.postgresql().newDatabase();

    @DynamicPropertySource
    static void dataSource(DynamicPropertyRegistry registry) {
        TogetherApplication.create(DATABASE);
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
    private TogetherController handlers;

    private KeyedClient client = new KeyedClient(0);

    @BeforeEach
    void begin() {
        client = new KeyedClient(port);
        handlers.runs.set(0);
        handlers.mayCommit = new CountDownLatch(1);
        DATABASE.execute("delete from sweet_order", "delete from safe4j_idempotency");
    }

    @AfterEach
    void nothing_is_left_open() {
        handlers.mayCommit.countDown();
        assertThat(DATABASE.rows("select * from pg_stat_activity where datname = current_database()"
                        + " and state like 'idle in transaction%' and query like '%safe4j_idempotency%'"))
                .isEmpty();
    }

    private static void assertNothingDone() {
        assertThat(orders(DATABASE)).isZero();
        assertThat(keys(DATABASE)).isZero();
    }

    /** Whatever the error page says, it says nothing of the success. */
    private static void assertNothingOfTheSuccess(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(text(answer)).doesNotContain(SECRET);
        assertThat(answer.headers().map().toString()).doesNotContain(SECRET);
        assertThat(isReplayed(answer)).isFalse();
    }

    @Test
    void what_the_handler_writes_and_its_answer_are_there_together() throws Exception {
        String key = newKey();
        HttpResponse<byte[]> first = client.send("/together/orders?sweet=fudge", key, "{}");
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(text(first)).startsWith(SECRET);
        assertThat(isReplayed(first)).isFalse();
        assertThat(orders(DATABASE)).isEqualTo(1);
        assertThat(keys(DATABASE)).isEqualTo(1);
        HttpResponse<byte[]> again = client.send("/together/orders?sweet=fudge", key, "{}");
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"))
                .isPresent();
        assertThat(again.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(isReplayed(again)).isTrue();
        requireProblem(client.send("/together/orders?sweet=toffee", key, "{}"), 422, "idempotency-other-request");
        assertThat(orders(DATABASE)).isEqualTo(1);
        assertThat(handlers.runs).hasValue(1);
    }

    /** The socket is read itself, so that a head without a body would be seen too. */
    @Test
    void no_byte_goes_out_before_the_commit_is_acknowledged() throws Exception {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream()
                    .write(("POST /together/held HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
                                    + "Idempotency-Key: \"held\"\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(handlers.atCommit.await(20, TimeUnit.SECONDS)).isTrue();
            InputStream answer = socket.getInputStream();
            socket.setSoTimeout(300);
            assertThatThrownBy(answer::read).isInstanceOf(SocketTimeoutException.class);
            assertThat(orders(DATABASE)).as("committed").isZero();
            handlers.mayCommit.countDown();
            socket.setSoTimeout(20_000);
            assertThat(new String(answer.readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 201")
                    .contains(SECRET);
            assertThat(orders(DATABASE)).isEqualTo(1);
        }
    }

    @Test
    void after_a_commit_that_failed_nothing_of_the_success_is_told() throws Exception {
        String key = newKey();
        for (int i = 1; i <= 2; i++) {
            HttpResponse<byte[]> answer = client.send("/together/parcel", key, "{}");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertNothingOfTheSuccess(answer);
            assertNothingDone();
            assertThat(handlers.runs).hasValue(i);
        }
    }

    @Test
    void of_many_at_once_one_is_carried_out_and_all_get_its_answer() throws Exception {
        int callers = 30;
        String key = newKey();
        List<Callers.Result<HttpResponse<byte[]>>> answers = Callers.run(
                callers,
                Duration.ofSeconds(60),
                number -> () -> client.send("/together/orders?sweet=fudge", key, "{}"));
        assertThat(answers).allMatch(Callers.Result::isSuccess);
        List<HttpResponse<byte[]>> all = answers.stream()
                .map(each -> Objects.requireNonNull(each.value()))
                .toList();
        assertThat(all).allMatch(each -> each.statusCode() == 201);
        assertThat(all.stream().map(KeyedClient::text).distinct()).hasSize(1);
        assertThat(all.stream().filter(KeyedClient::isReplayed)).hasSize(callers - 1);
        assertThat(handlers.runs).hasValue(1);
        assertThat(orders(DATABASE)).isEqualTo(1);
        assertThat(keys(DATABASE)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 408, 423, 425, 429, 500, 503})
    void what_was_not_done_leaves_nothing_and_is_answered_as_the_handler_says(int code) throws Exception {
        String key = newKey();
        for (int i = 1; i <= 2; i++) {
            HttpResponse<byte[]> answer = client.send("/together/status?code=" + code, key, "{}");
            assertThat(answer.statusCode()).isEqualTo(code);
            assertThat(text(answer)).isEqualTo("attempt 1 of run " + i);
            assertNothingDone();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 303, 404, 409, 422})
    void what_is_final_commits_and_is_replayed(int code) throws Exception {
        String key = newKey();
        for (int i = 1; i <= 2; i++) {
            HttpResponse<byte[]> answer = client.send("/together/status?code=" + code, key, "{}");
            assertThat(answer.statusCode()).isEqualTo(code);
            assertThat(text(answer)).isEqualTo("attempt 1 of run 1");
            assertThat(isReplayed(answer)).isEqualTo(i == 2);
            assertThat(orders(DATABASE)).isEqualTo(1);
        }
    }

    @Test
    void what_the_handler_throws_rolls_back_whatever_its_status() throws Exception {
        String key = newKey();
        for (int i = 1; i <= 2; i++) {
            HttpResponse<byte[]> failed = client.send("/together/throws", key, "{}");
            assertThat(failed.statusCode()).isEqualTo(500);
            assertNothingOfTheSuccess(failed);
            HttpResponse<byte[]> soldOut = client.send("/together/sold-out", key, "{}");
            assertThat(soldOut.statusCode()).isEqualTo(409);
            assertThat(isReplayed(soldOut)).isFalse();
            assertNothingDone();
            assertThat(handlers.runs).hasValue(2 * i);
        }
    }

    @Test
    void of_what_the_handler_wrote_before_it_threw_nothing_is_told() throws Exception {
        HttpResponse<byte[]> answer = client.send("/together/no-such-sweet", newKey(), "{}");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(text(answer)).isEqualTo("no such sweet");
        assertNothingDone();
    }

    @Test
    @EnabledIf("dev.safe4j.it.http.KeyedWritersTest#hasStatusOfRedirect")
    void a_redirection_does_not_go_out_before_the_commit() throws Exception {
        HttpResponse<byte[]> answer = client.send("/together/redirects", newKey(), "{}");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertNothingOfTheSuccess(answer);
        assertNothingDone();
    }

    @Test
    void a_transaction_that_can_only_be_rolled_back_is_no_success() throws Exception {
        HttpResponse<byte[]> success = client.send("/together/swallows?code=200", newKey(), "{}");
        assertThat(success.statusCode()).isEqualTo(500);
        assertNothingOfTheSuccess(success);
        HttpResponse<byte[]> refusal = client.send("/together/swallows?code=409", newKey(), "{}");
        assertThat(refusal.statusCode()).isEqualTo(409);
        assertThat(text(refusal)).isEqualTo(SECRET);
        assertNothingDone();
    }

    /** The handler is not run a second time: its filters cannot be. */
    @Test
    void after_a_conflict_the_client_is_to_come_again() throws Exception {
        String key = newKey();
        HttpResponse<byte[]> first = client.send("/together/conflict", key, "{}");
        requireProblem(first, 409, "idempotency-conflict");
        assertThat(first.headers().firstValue("Retry-After")).contains("1");
        assertNothingOfTheSuccess(first);
        assertNothingDone();
        assertThat(handlers.runs).hasValue(1);
        assertThat(client.send("/together/conflict", key, "{}").statusCode()).isEqualTo(201);
        assertThat(isReplayed(client.send("/together/conflict", key, "{}"))).isTrue();
        assertThat(handlers.runs).hasValue(2);
        assertThat(orders(DATABASE)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"large", "events"})
    void an_answer_that_cannot_be_held_back_is_none(String what) throws Exception {
        HttpResponse<byte[]> answer = client.send("/together/" + what, newKey(), "{}");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertNothingOfTheSuccess(answer);
        assertNothingDone();
    }

    @Test
    void a_path_can_be_guarded_so_and_asynchronous_processing_is_refused_there() throws Exception {
        String key = newKey();
        assertThat(text(client.send("/by-path/orders", key, "{}"))).startsWith("order ");
        assertThat(isReplayed(client.send("/by-path/orders", key, "{}"))).isTrue();
        assertThat(orders(DATABASE)).isEqualTo(1);
        HttpResponse<byte[]> later = client.send("/by-path/later", newKey(), "{}");
        assertThat(later.statusCode()).isEqualTo(500);
        assertNothingOfTheSuccess(later);
        assertThat(orders(DATABASE)).isEqualTo(1);
        assertThat(keys(DATABASE)).isEqualTo(1);
    }
}
