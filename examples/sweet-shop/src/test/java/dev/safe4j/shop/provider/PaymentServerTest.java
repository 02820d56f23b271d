package dev.safe4j.shop.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.shop.outside.PaymentProvider;
import dev.safe4j.shop.outside.ProviderClient;
import dev.safe4j.spring.webhook.WebhookSignature;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

class PaymentServerTest {

    private static final String SECRET = "c3dlZXQgc2VjcmV0";
    private static final BigDecimal PRICE = new BigDecimal("9.95");
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final long SEED = 7;

    private final PaymentServer server = PaymentServer.start(0, SEED, SECRET, Clock.systemUTC());
    private final ProviderClient provider = new ProviderClient(server.address(), Duration.ofSeconds(1));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_key_is_charged_once_and_a_call_without_one_always() {
        String first = provider.charge("k1", "visa", PRICE);
        assertThat(provider.charge("k1", "visa", PRICE)).isEqualTo(first);
        assertThat(provider.charge("k2", "visa", PRICE)).isNotEqualTo(first);
        assertThat(provider.charge("visa", PRICE)).isNotEqualTo(provider.charge("visa", PRICE));
        assertThat(server.account("visa").charges()).isEqualTo(4);
        assertThat(provider.account("visa").charged()).isEqualByComparingTo("39.80");
    }

    @Test
    void calls_with_one_key_at_once_are_one_charge() {
        assertThat(Callers.run(16, BOUND, caller -> () -> provider.charge("k1", "visa", PRICE)))
                .allMatch(Callers.Result::isSuccess)
                .extracting(Callers.Result::value)
                .containsOnly(provider.charge("k1", "visa", PRICE));
        assertThat(server.account("visa").charges()).isOne();
    }

    @Test
    void a_key_that_was_used_for_another_charge_is_refused() {
        provider.charge("k1", "visa", PRICE);
        assertThatThrownBy(() -> provider.charge("k1", "visa", BigDecimal.TEN)).hasMessageContaining("422");
        assertThatThrownBy(() -> provider.charge("k1", "master", PRICE)).hasMessageContaining("422");
        assertThatThrownBy(() -> provider.charge("k2", "declined-1", PRICE))
                .isInstanceOf(PaymentProvider.Declined.class);
        assertThat(server.account("visa").charges()).isOne();
        assertThat(server.account("declined-1").charges()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"cut-1, 0", "lost-1, 1", "late-1, 1"})
    void the_first_call_of_a_test_card_gets_no_answer_and_the_second_does(String card, int charged) {
        assertThatThrownBy(() -> provider.charge("k1", card, PRICE)).isInstanceOf(PaymentProvider.NoAnswer.class);
        assertThat(server.account(card).charges()).isEqualTo(charged);
        provider.charge("k1", card, PRICE);
        assertThat(server.account(card).charges()).isOne();
    }

    @Test
    void the_same_seed_is_the_same_plan_and_every_trouble_ends() {
        FaultPlan plan = new FaultPlan(SEED);
        List<String> cards =
                IntStream.range(0, 200).mapToObj(card -> "troubled-" + card).toList();
        List<Fault> first = cards.stream().map(card -> plan.of(card, 1)).toList();
        assertThat(cards.stream().map(card -> new FaultPlan(SEED).of(card, 1))).containsExactlyElementsOf(first);
        assertThat(cards.stream().map(card -> new FaultPlan(SEED + 1).of(card, 1)))
                .isNotEqualTo(first);
        assertThat(first).contains(Fault.NONE, Fault.CUT, Fault.LOST, Fault.LATE);
        assertThat(cards).allMatch(card -> plan.of(card, 3) == Fault.NONE);
        assertThat(plan.of("visa", 1)).isEqualTo(Fault.NONE);
        assertThat(IntStream.range(1, 100).map(plan::copies))
                .containsOnly(1, 2, 3)
                .contains(1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "card=visa",
                "card=visa&amount=0",
                "card=visa&amount=-1",
                "card=visa&amount=1.001",
                "card=visa&amount=1e3",
                "card=&amount=1",
                "card=%zz&amount=1",
                "card=visa&amount=1&path=/webhooks",
                "card=visa&amount=1&path=http://127.0.0.1&reference=1",
                "card=visa&amount=1&path=//elsewhere&reference=1"
            })
    void bad_input_is_told_and_charges_nothing(String body) throws Exception {
        assertThat(post("/charges", body)).isEqualTo(400);
        assertThat(post("/shops", body)).isEqualTo(400);
        assertThat(post("/nowhere", body)).isEqualTo(404);
        assertThat(server.account("visa").charges()).isZero();
    }

    @Test
    void a_body_that_is_too_large_is_told() throws Exception {
        assertThat(post("/charges", "card=visa&amount=1&more=" + "x".repeat(10_000)))
                .isEqualTo(400);
    }

    private int post(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.address().resolve(path))
                .timeout(BOUND)
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void an_event_is_signed_delivered_once_at_least_and_again_until_it_has_arrived() throws IOException {
        Queue<String> told = new ConcurrentLinkedQueue<>();
        WebhookSignature signature = WebhookSignature.standard(Clock.systemUTC(), SECRET);
        HttpServer shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/webhooks", exchange -> {
            HttpHeaders headers = new HttpHeaders();
            exchange.getRequestHeaders().forEach(headers::addAll);
            byte[] body = exchange.getRequestBody().readAllBytes();
            told.add(signature.verify(headers, body).toString());
            exchange.sendResponseHeaders(told.size() == 1 ? 503 : 204, -1);
            exchange.close();
        });
        shop.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + shop.getAddress().getPort());
            provider.tell(address);
            provider.pay("visa", PRICE, "/webhooks", "17");
            Await.until(
                    BOUND, "the event has arrived", () -> server.account("visa").undelivered() == 0);
            assertThat(told).hasSizeBetween(2, 4).allMatch(found -> found.startsWith("Genuine"));
            assertThat(told.stream().distinct()).as("one event").hasSize(1);
            assertThat(server.account("visa").deliveries()).isEqualTo(told.size());
            provider.tellNoMore(address);
        } finally {
            shop.stop(0);
        }
    }

    @Test
    void closed_it_leaves_nobody_waiting() {
        server.close();
        assertThatThrownBy(() -> provider.charge("k1", "visa", PRICE)).isInstanceOf(PaymentProvider.NoAnswer.class);
        PaymentServer again = PaymentServer.start(server.address().getPort(), SEED, SECRET, Clock.systemUTC());
        again.close();
    }
}
