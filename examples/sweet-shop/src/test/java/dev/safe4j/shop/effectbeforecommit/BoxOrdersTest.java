package dev.safe4j.shop.effectbeforecommit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.TestShop.Outcome;
import dev.safe4j.shop.outside.Mailbox;

class BoxOrdersTest {

    private static final int CUSTOMERS = 12;
    private static final int BOXES = 4;

    @EachDatabase
    void safe_confirms_the_orders_that_are_there(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            long box = shop.rows().insert("box", "stock", BOXES);
            Outcome outcome = order(shop, SafeBoxOrders.class, box).assertSettled();
            assertThat(outcome.succeeded()).isEqualTo(BOXES);
            assertThat(orders(shop, box)).isEqualTo(BOXES);
            assertThat(shop.number("select stock from box where id = ?", box)).isZero();
            assertThat(shop.get(Mailbox.class).sentTo("Veruca")).isEqualTo(BOXES);
        }
    }

    @EachDatabase
    void unsafe_confirms_orders_that_are_rolled_back(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            long box = shop.rows().insert("box", "stock", BOXES);
            order(shop, UnsafeBoxOrders.class, box);
            assertThat(orders(shop, box)).isLessThanOrEqualTo(BOXES);
            assertThat(shop.get(Mailbox.class).sentTo("Veruca")).isEqualTo(CUSTOMERS);
        }
    }

    private static Outcome order(TestShop shop, Class<? extends BoxOrders> form, long box) {
        BoxOrders orders = shop.get(form);
        return shop.race(CUSTOMERS, caller -> orders.order(box, "Veruca"));
    }

    private static long orders(TestShop shop, long box) {
        return shop.number("select count(*) from box_order where box = ?", box);
    }
}
