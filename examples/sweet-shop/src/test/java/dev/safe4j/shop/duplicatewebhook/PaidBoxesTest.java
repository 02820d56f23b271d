package dev.safe4j.shop.duplicatewebhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Requests;
import dev.safe4j.shop.pages.Visitor;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

class PaidBoxesTest {

    private static final String BANK = "the bank";
    private static final String SHOP = "shop: UnsafePaidBoxes.paid";
    private static final int DELIVERIES = 8;
    private static final int STOCK = 5;

    private static long orders(TestShop shop, long box) {
        return shop.number("select count(*) from box_order where box = ?", box);
    }

    private static long stock(TestShop shop, long box) {
        return shop.number("select stock from box where id = ?", box);
    }

    @EachDatabase
    void unsafe_sends_a_box_for_every_delivery(TestDatabase db) {
        Recording recording = new Recording(BANK, SHOP);
        try (TestShop shop = TestShop.on(db)) {
            PaidBoxes boxes = new UnsafePaidBoxes(shop.get(JdbcClient.class));
            long box = shop.rows().insert("box", "stock", STOCK);
            recording.note(BANK, "delivers event e1: Violet has paid her box");
            boxes.paid("e1", box, "Violet");
            recording.note(SHOP, "stock 5 → 4; insert into box_order → 1 row; answers, too late for the bank");
            recording.note(BANK, "has given up waiting, delivers event e1 again");
            boxes.paid("e1", box, "Violet");
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
            PaidBoxes boxes = new SafePaidBoxes(requests.inbox(), shop.get(JdbcClient.class));
            long box = shop.rows().insert("box", "stock", STOCK);
            TestShop.Outcome outcome = shop.race(DELIVERIES, delivery -> boxes.paid("e1", box, "Violet"));
            assertThat(outcome.assertSettled().succeeded()).isPositive();
            boxes.paid("e1", box, "Violet");
            assertThat(orders(shop, box)).isOne();
            assertThat(stock(shop, box)).isEqualTo(STOCK - 1);
        }
    }

    /** The stock is at zero, where the table's rule has the handler fail; then there is a box, and the bank tells it again. */
    @EachDatabase
    void safe_handles_again_what_failed(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                Requests requests = Requests.of(shop)) {
            PaidBoxes boxes = new SafePaidBoxes(requests.inbox(), shop.get(JdbcClient.class));
            long box = shop.rows().insert("box", "stock", 0);
            Visitor first = Visitor.starts("first delivery", () -> boxes.paid("e1", box, "Violet"));
            assertThat(first.failure()).isInstanceOf(DataIntegrityViolationException.class);
            assertThat(orders(shop, box)).isZero();
            db.execute("update box set stock = 1 where id = " + box);
            boxes.paid("e1", box, "Violet");
            assertThat(orders(shop, box)).isOne();
            assertThat(stock(shop, box)).isZero();
        }
    }
}
