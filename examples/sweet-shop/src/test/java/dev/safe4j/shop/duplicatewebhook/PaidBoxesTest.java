package dev.safe4j.shop.duplicatewebhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Requests;
import dev.safe4j.shop.pages.Visitor;
import dev.safe4j.spring.webhook.WebhookReceiver;
import dev.safe4j.spring.webhook.WebhookSignature;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;

class PaidBoxesTest {

    private static final String PROVIDER = "the provider";
    private static final String SHOP = "shop: UnsafePaidBoxes.paid";
    private static final String SECRET = "c3dlZXQgc2VjcmV0";
    private static final long NOW = 1_800_000_000;
    private static final int DELIVERIES = 8;
    private static final int STOCK = 5;
    private static final int ARRIVED = 204;
    private static final int COME_BACK = 503;
    private static final int NOT_GENUINE = 400;

    private static PaidBoxes safe(TestShop shop, Requests requests) {
        Clock clock = Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);
        return new SafePaidBoxes(
                new WebhookReceiver("payments", WebhookSignature.standard(clock, SECRET), requests.inbox()),
                shop.get(JdbcClient.class));
    }

    /** A delivery of an event, and what the provider is told. */
    private static int deliver(PaidBoxes boxes, long box, String signedWith) {
        String body = "{\"id\":\"e1\",\"card\":\"Violet\",\"reference\":\"" + box + "\"}";
        HttpHeaders headers = new HttpHeaders();
        headers.set("webhook-id", "e1");
        headers.set("webhook-timestamp", String.valueOf(NOW));
        headers.set("webhook-signature", signature("e1." + NOW + "." + body, signedWith));
        return boxes.paid(headers, body.getBytes(StandardCharsets.UTF_8))
                .getStatusCode()
                .value();
    }

    private static int deliver(PaidBoxes boxes, long box) {
        return deliver(boxes, box, SECRET);
    }

    private static String signature(String signed, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret), "HmacSHA256"));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static long orders(TestShop shop, long box) {
        return shop.number("select count(*) from box_order where box = ?", box);
    }

    private static long stock(TestShop shop, long box) {
        return shop.number("select stock from box where id = ?", box);
    }

    @EachDatabase
    void unsafe_sends_a_box_for_every_delivery(TestDatabase db) {
        Recording recording = new Recording(PROVIDER, SHOP);
        try (TestShop shop = TestShop.on(db)) {
            PaidBoxes boxes = new UnsafePaidBoxes(shop.get(JdbcClient.class));
            long box = shop.rows().insert("box", "stock", STOCK);
            recording.note(PROVIDER, "delivers event e1: Violet has paid her box");
            assertThat(deliver(boxes, box)).isEqualTo(ARRIVED);
            recording.note(SHOP, "stock 5 → 4; insert into box_order → 1 row; answers, too late for the provider");
            recording.note(PROVIDER, "has given up waiting, delivers event e1 again");
            assertThat(deliver(boxes, box)).isEqualTo(ARRIVED);
            recording.note(SHOP, "stock 4 → 3; insert into box_order → 1 row");
            assertThat(orders(shop, box)).isEqualTo(2);
            assertThat(stock(shop, box)).isEqualTo(STOCK - 2);
        }
        if (db.kind() == ServerKind.POSTGRESQL) {
            recording.assertOnPage("duplicate-webhook", "paid: one box; sent: two");
        }
    }

    @EachDatabase
    void safe_sends_one_box_for_deliveries_that_come_at_once(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                Requests requests = Requests.of(shop)) {
            PaidBoxes boxes = safe(shop, requests);
            long box = shop.rows().insert("box", "stock", STOCK);
            Queue<Integer> told = new ConcurrentLinkedQueue<>();
            shop.race(DELIVERIES, delivery -> told.add(deliver(boxes, box))).assertSettled();
            assertThat(told).hasSize(DELIVERIES).contains(ARRIVED).isSubsetOf(ARRIVED, COME_BACK);
            assertThat(deliver(boxes, box)).isEqualTo(ARRIVED);
            assertThat(orders(shop, box)).isOne();
            assertThat(stock(shop, box)).isEqualTo(STOCK - 1);
        }
    }

    @EachDatabase(ServerKind.H2)
    void safe_sends_nothing_for_what_the_provider_has_not_signed(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                Requests requests = Requests.of(shop)) {
            PaidBoxes boxes = safe(shop, requests);
            long box = shop.rows().insert("box", "stock", STOCK);
            assertThat(deliver(boxes, box, "c29tZWJvZHkgZWxzZQ==")).isEqualTo(NOT_GENUINE);
            assertThat(stock(shop, box)).isEqualTo(STOCK);
        }
    }

    /** The stock is at zero, where the table's rule has the handler fail; then there is a box, and it is told again. */
    @EachDatabase
    void safe_handles_again_what_failed(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                Requests requests = Requests.of(shop)) {
            PaidBoxes boxes = safe(shop, requests);
            long box = shop.rows().insert("box", "stock", 0);
            Visitor first = Visitor.starts("first delivery", () -> deliver(boxes, box));
            assertThat(first.failure()).isInstanceOf(DataIntegrityViolationException.class);
            assertThat(orders(shop, box)).isZero();
            db.execute("update box set stock = 1 where id = " + box);
            assertThat(deliver(boxes, box)).isEqualTo(ARRIVED);
            assertThat(orders(shop, box)).isOne();
            assertThat(stock(shop, box)).isZero();
        }
    }
}
