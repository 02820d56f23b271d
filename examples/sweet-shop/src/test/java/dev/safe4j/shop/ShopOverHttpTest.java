package dev.safe4j.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Await;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** The whole shop on its own PostgreSQL. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"race.callers=8", "race.rounds=2"})
@Tag("slow")
class ShopOverHttpTest {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String PROBLEM = "application/problem+json";

    @LocalServerPort
    int port;

    private Http http;

    @BeforeEach
    void connect() {
        http = new Http(port);
    }

    @Test
    void the_race_is_run_one_at_a_time_and_shown() {
        assertThat(http.post("/race").statusCode()).isEqualTo(202);
        HttpResponse<String> second = http.post("/race");
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.headers().firstValue("Content-Type")).contains(PROBLEM);
        assertThat(second.body()).contains("a race is running");
        assertThat(http.post("/race/oversell").statusCode()).isEqualTo(409);

        JsonNode hazards = awaitRace();
        assertThat(hazards.size()).isEqualTo(Hazards.ALL.size());
        for (JsonNode hazard : hazards) {
            assertThat(hazard.at("/safe/exact").booleanValue())
                    .as(hazard.toString())
                    .isTrue();
            assertThat(hazard.at("/unsafe/statuses").isEmpty()).isFalse();
            assertThat(hazard.at("/attempted").intValue()).isPositive();
        }

        assertThat(http.post("/race/double-spend").statusCode()).isEqualTo(202);
        assertThat(awaitRace().size()).isEqualTo(Hazards.ALL.size());
        assertThat(http.post("/race/no-such-hazard").statusCode()).isEqualTo(404);
    }

    private JsonNode awaitRace() {
        Await.until(
                BOUND,
                "the race is over",
                () -> !http.json("/race").at("/state/running").booleanValue());
        JsonNode state = http.json("/race").at("/state");
        assertThat(state.at("/problem").isNull()).as(state.toString()).isTrue();
        return state.at("/hazards");
    }

    @Test
    void the_page_and_all_it_needs_is_there() {
        String page = http.get("/").body();
        assertThat(page).contains("<title>The sweet shop</title>").contains("Run the race");
        assertThat(page).doesNotContain("http://").doesNotContain("https://");
        for (String asset : new String[] {"/shop.css", "/shop.js", "/icon.svg"}) {
            assertThat(page).contains(asset.substring(1));
            assertThat(http.get(asset).statusCode()).isEqualTo(200);
        }
        assertThat(http.json("/race").at("/callers").intValue()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource({
        "404, /safe/sweets/999/purchases?amount=1",
        "404, /safe/sweets/999/restocks?amount=1",
        "404, /safe/sweets/999/checkouts?card=visa",
        "404, /safe/wallets/999/payments?amount=1.00",
        "404, /safe/tickets/999/claim?customer=Charlie",
        "404, /safe/price-lists/999/lines?line=Nougat",
        "404, /safe/transfers?from=998&to=999&amount=1",
        "404, /safe/transfers?from=1&to=999&amount=1",
        "404, /safe/ordered-transfers?from=1&to=999&amount=1",
        "404, /safe/locked-transfers?from=1&to=999&amount=1",
        "400, /safe/locked-transfers?from=1&to=1&amount=1",
        "404, /safe/tastings/999/bookings?customer=Charlie",
        "404, /safe/shifts/999/keepers/1/go-home",
        "404, /safe/stamp-cards/999/exchange",
        "404, /safe/boxes/999/orders?customer=Charlie",
        "404, /safe/receipts/999?sweet=999",
        "400, /safe/sweets/1/card-orders?card=visa",
        "400, /safe/wallets/1/keyed-payments?amount=1.00",
        "400, /safe/boxes/1/order-form?customer=Mike",
        "400, /safe/boxes/1/order-form?key=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&customer=Mike",
        "400, /safe/boxes/1/order-form?key=a",
        "404, /safe/sweets/999/card-sales?card=visa",
        "409, /safe/sweets/1/card-sales?card=declined-visa",
        "504, /unsafe/sweets/1/card-sales?card=cut-visa",
        "409, /unsafe/boxes/1/order-form?customer=declined-Mike",
        "504, /safe/boxes/1/payments?customer=lost-Mike",
        "400, /safe/numbered-orders?customer=",
        "400, /safe/logins?customer=Ann",
        "404, /race/no-such-hazard",
        "404, /sideways/sweets/1/purchases?amount=1",
        "400, /safe/sweets/1/purchases?amount=0",
        "400, /safe/sweets/1/purchases?amount=-1",
        "400, /safe/sweets/1/purchases?amount=99999999999",
        "400, /safe/sweets/1/purchases?amount=many",
        "400, /safe/sweets/1/purchases",
        "400, /safe/sweets/lemon/purchases?amount=1",
        "400, /safe/wallets/1/payments?amount=-1",
        "400, /safe/wallets/1/payments?amount=0.001",
        "400, /safe/wallets/1/payments?amount=1e99999",
        "400, /safe/transfers?from=1&to=1&amount=1",
        "400, /safe/customers?name=",
        "400, /safe/customers?name=%20%20",
        "400, /safe/customers?name=a%00b",
        "400, /safe/visits/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    })
    void bad_input_is_told_as_such(int status, String path) {
        HttpResponse<String> answer = http.post(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains(PROBLEM);
    }

    @Test
    void a_password_may_be_tried_five_times_and_the_sixth_is_refused() {
        assertThat(http.post("/safe/logins?customer=Ann&password=marzipan").statusCode())
                .isEqualTo(204);
        for (int tries = 1; tries <= 5; tries++) {
            assertThat(http.post("/safe/logins?customer=Bob&password=nougat").statusCode())
                    .isEqualTo(401);
        }
        HttpResponse<String> sixth = http.post("/safe/logins?customer=Bob&password=marzipan");
        assertThat(sixth.statusCode()).isEqualTo(429);
        assertThat(sixth.headers().firstValue("Content-Type")).contains(PROBLEM);
        assertThat(sixth.body()).contains("the password of Bob was tried too often");
    }

    @Test
    void the_order_form_has_a_key_that_no_cache_keeps() {
        HttpResponse<String> safe = http.get("/safe/boxes/1/order-form");
        assertThat(safe.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(safe.body()).containsPattern("name=\"key\" value=\"[0-9a-f-]{36}\"");
        assertThat(http.get("/safe/boxes/1/order-form").body()).isNotEqualTo(safe.body());
        assertThat(http.get("/unsafe/boxes/1/order-form").body()).contains("name=\"key\" value=\"\"");
        assertThat(http.get("/safe/boxes/999/order-form").statusCode()).isEqualTo(404);
        assertThat(http.get("/order-form.js").statusCode()).isEqualTo(200);
    }

    @Test
    void a_webhook_that_nobody_has_signed_is_refused() {
        assertThat(http.post("/safe/webhooks/payments", "{\"id\":\"e1\",\"card\":\"x\",\"reference\":\"1\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void names_of_any_script_fit_and_longer_ones_are_told() {
        assertThat(http.post("/safe/customers?name=" + "%F0%9F%8D%AC".repeat(30))
                        .statusCode())
                .isEqualTo(201);
        assertThat(http.post("/safe/customers?name=" + "%F0%9F%8D%AC".repeat(31))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_full_price_list_is_told_as_such() {
        String path = "/safe/price-lists/1";
        String etag = http.get(path).headers().firstValue("ETag").orElseThrow();
        assertThat(http.put(path, "x".repeat(4_001), "If-Match", etag).statusCode())
                .isEqualTo(400);
        assertThat(http.put(path, "x".repeat(4_000), "If-Match", etag).statusCode())
                .isEqualTo(200);
        HttpResponse<String> full = http.post(path + "/lines?line=more");
        assertThat(full.statusCode()).as(full.body()).isEqualTo(400);
    }

    @Test
    void a_family_without_wallets_has_an_empty_sheet() {
        assertThat(http.json("/safe/families/999/balance-sheet").at("/lines").size())
                .isZero();
        assertThat(http.json("/safe/families/1/balance-sheet").at("/lines").size())
                .isEqualTo(2);
    }

    @Test
    void a_stale_edition_is_refused_by_its_etag() {
        String path = "/safe/price-lists/1";
        String etag = http.get(path).headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> saved = http.put(path, "Nougat 1.50\n", "If-Match", etag);
        assertThat(saved.statusCode()).isEqualTo(200);
        assertThat(saved.headers().firstValue("ETag")).isPresent().isNotEqualTo(java.util.Optional.of(etag));
        HttpResponse<String> stale = http.put(path, "Nougat 1.60\n", "If-Match", etag);
        assertThat(stale.statusCode()).isIn(409, 412);
        assertThat(stale.body()).contains("version");
        assertThat(http.get(path).body()).isEqualTo("Nougat 1.50\n");
        assertThat(http.put(path, "Nougat 1.70\n", "If-Match", "\"new\"").statusCode())
                .isEqualTo(400);
        assertThat(http.put(path, "Nougat 1.70\n").statusCode()).isEqualTo(400);
        assertThat(http.get("/safe/price-lists/999").statusCode()).isEqualTo(404);
    }
}
