package dev.safe4j.it.http;

import static dev.safe4j.it.http.KeyedClient.isReplayed;
import static dev.safe4j.it.http.KeyedClient.newKey;
import static dev.safe4j.it.http.KeyedClient.requireProblem;
import static dev.safe4j.it.http.TogetherApplication.keys;
import static dev.safe4j.it.http.TogetherApplication.orders;
import static dev.safe4j.it.http.TogetherController.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.SqlServer;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The database killed, and its answers lost, while a request commits with its answer: over real HTTP. */
@Tag("slow")
@SpringBootTest(
        classes = TogetherApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "safe4j.jdbc.create-tables=true",
            "spring.datasource.hikari.connection-timeout=1000",
            "spring.datasource.hikari.data-source-properties.prepareThreshold=0",
            "safe4j.retry.attempts=2",
            "it.actuator=true",
            "management.endpoint.health.show-components=always",
            "safe4j.idempotency.http.when-unavailable=carry-out"
        })
class TogetherFaultsTest {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final SqlServer SERVER = LocalServers.start(ServerKind.POSTGRESQL, Profile.DURABLE);
    private static final TestDatabase DATABASE = SERVER.newDatabase();
    private static final WireTap WIRE = WireTap.to(SERVER);

    @DynamicPropertySource
    static void dataSource(DynamicPropertyRegistry registry) {
        TogetherApplication.create(DATABASE);
        registry.add("spring.datasource.url", () -> DATABASE.urlThrough(WIRE));
        registry.add("spring.datasource.username", DATABASE::username);
        registry.add("spring.datasource.password", DATABASE::password);
    }

    @AfterAll
    static void close() {
        WIRE.close();
        DATABASE.close();
        SERVER.close();
    }

    @LocalServerPort
    private int port;

    @Autowired
    private TogetherController handlers;

    @Autowired
    private JdbcTemplate jdbc;

    private KeyedClient client = new KeyedClient(0);

    @BeforeEach
    void begin() {
        client = new KeyedClient(port);
        handlers.inTheMiddle = () -> {};
        handlers.runs.set(0);
        Await.until(BOUND, "it is healthy", () -> health() == 200 && isConnected());
        DATABASE.execute("delete from sweet_order", "delete from safe4j_idempotency");
    }

    private HttpResponse<byte[]> order(String key) throws Exception {
        return client.send("/together/orders?sweet=fudge", key, "{}");
    }

    /** Asks until it is answered, as a client does. */
    private HttpResponse<byte[]> untilAnswered(String key) {
        CompletableFuture<HttpResponse<byte[]>> answered = new CompletableFuture<>();
        Await.until(BOUND, "it is answered", () -> {
            HttpResponse<byte[]> answer = order(key);
            return answer.statusCode() < 500 && answered.complete(answer);
        });
        return answered.join();
    }

    private static void assertNothingDone() {
        assertThat(orders(DATABASE)).isZero();
        assertThat(keys(DATABASE)).isZero();
    }

    /** C2, C3: between the effect and the answer. */
    @Test
    void of_a_database_that_was_killed_between_neither_is_there() throws Exception {
        String key = newKey();
        handlers.inTheMiddle = () -> {
            handlers.inTheMiddle = () -> {};
            SERVER.kill();
        };
        HttpResponse<byte[]> answer = order(key);
        requireProblem(answer, 503, "idempotency-unavailable");
        assertThat(answer.headers().map().toString()).doesNotContain(SECRET);
        assertThat(handlers.runs).hasValue(1);
        SERVER.restart();
        assertNothingDone();
        assertThat(untilAnswered(key).statusCode()).isEqualTo(201);
        assertThat(isReplayed(order(key))).isTrue();
        assertThat(orders(DATABASE)).isEqualTo(1);
        assertThat(handlers.runs).hasValue(2);
    }

    private static boolean isCommit(String request) {
        return request.toLowerCase(Locale.ROOT).contains("commit");
    }

    /** C8: it is there, and nobody was told. */
    @Test
    void a_commit_whose_answer_was_lost_is_no_success_and_the_next_is_told_of_it() throws Exception {
        String key = newKey();
        CompletableFuture<String> lost = new CompletableFuture<>();
        handlers.inTheMiddle =
                () -> WIRE.dropReplyOf(TogetherFaultsTest::isCommit).thenAccept(lost::complete);
        HttpResponse<byte[]> answer = order(key);
        lost.get(20, TimeUnit.SECONDS);
        requireProblem(answer, 503, "idempotency-outcome-unknown");
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.headers().map().toString()).doesNotContain(SECRET);
        Await.until(BOUND, "it was committed", () -> orders(DATABASE) == 1);
        handlers.inTheMiddle = () -> {};
        HttpResponse<byte[]> again = untilAnswered(key);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(isReplayed(again)).isTrue();
        assertThat(orders(DATABASE)).isEqualTo(1);
        assertThat(handlers.runs).hasValue(1);
    }

    /** C8: it is not there, and nobody was told. */
    @Test
    void a_commit_that_never_arrived_is_no_success_and_the_next_carries_it_out() throws Exception {
        String key = newKey();
        CompletableFuture<String> lost = new CompletableFuture<>();
        handlers.inTheMiddle =
                () -> WIRE.dropRequest(TogetherFaultsTest::isCommit).thenAccept(lost::complete);
        HttpResponse<byte[]> answer = order(key);
        lost.get(20, TimeUnit.SECONDS);
        requireProblem(answer, 503, "idempotency-outcome-unknown");
        handlers.inTheMiddle = () -> {};
        Await.until(BOUND, "it was rolled back", () -> orders(DATABASE) == 0);
        HttpResponse<byte[]> again = untilAnswered(key);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(isReplayed(again)).isFalse();
        assertThat(orders(DATABASE)).isEqualTo(1);
        assertThat(handlers.runs).hasValue(2);
    }

    /** By the application's pool, which may hold connections to the server as it was before. */
    private boolean isConnected() {
        try {
            jdbc.execute("select 1");
            return true;
        } catch (DataAccessException notYet) {
            return false;
        }
    }

    private int health() throws Exception {
        return client.send(client.request("/actuator/health/safe4jIdempotency").GET())
                .statusCode();
    }

    /** Even where others would be carried out unprotected: its effects are in the database that is down. */
    @Test
    void while_the_database_is_down_nothing_is_done() throws Exception {
        SERVER.kill();
        try {
            HttpResponse<byte[]> answer = order(newKey());
            requireProblem(answer, 503, "idempotency-unavailable");
            assertThat(handlers.runs).hasValue(0);
            assertThat(health()).isEqualTo(503);
        } finally {
            SERVER.restart();
        }
    }
}
