package dev.safe4j.shop.lostlease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.lease.LeaseLostException;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.lostlease.PriceTags.PriceSource;
import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.OneRedis;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import java.math.BigDecimal;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

class PriceTagsTest {

    private static final String A = "import A: UnsafePriceTags.write";
    private static final String B = "import B: UnsafePriceTags.write";
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final BigDecimal OLD = new BigDecimal("1.00");
    private static final BigDecimal NEW = new BigDecimal("2.00");

    private final Gate pause = new Gate();

    /** The process stands still when it has read the price: a pause of the collector, a laptop that is closed. */
    private final PriceSource paused = () -> {
        pause.pass();
        return OLD;
    };

    private static long tag(TestShop shop) {
        return shop.rows().insert("price_tag", "price", BigDecimal.ZERO, "fence", 0);
    }

    private static BigDecimal price(TestShop shop, long tag) {
        return shop.rows().money("select price from price_tag where id = ?", tag);
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void unsafe_writes_what_it_read_before_it_lost_the_lock(TestDatabase db) {
        Recording recording = new Recording(A, B);
        try (TestShop shop = TestShop.on(db);
                TestRedis redis = LocalServers.redis().newTestRedis();
                OneRedis one = OneRedis.at(redis.uri(), redis.prefix())) {
            long tag = tag(shop);
            JdbcClient jdbc = shop.get(JdbcClient.class);
            Visitor a = Visitor.starts("A", () -> new UnsafePriceTags(one.client(), SHORT, jdbc, paused).write(tag));
            pause.awaitArrival();
            recording.note(A, "lock → held for as long as the lease lasts; reads 1.00 from the price list");
            recording.note(A, "its process stands still, longer than the lease");
            new UnsafePriceTags(one.client(), LONG, jdbc, () -> NEW).write(tag);
            assertThat(price(shop, tag)).isEqualByComparingTo(NEW);
            recording.note(B, "lock → held, the lease of A is over; reads 2.00, the new price");
            recording.note(B, "update price_tag set price = 2.00; unlock");
            pause.open();
            a.finish();
            recording.note(A, "goes on: update price_tag set price = 1.00");
            recording.note(A, "the lock is not held by it any more: no unlock, no error");
            assertThat(price(shop, tag)).isEqualByComparingTo(OLD);
        }
        recording.assertOnPage("lost-lease", "price on the tag: 1.00, should be 2.00; both imports: ok");
    }

    @EachDatabase
    void safe_refuses_the_late_owner(TestDatabase db) {
        MemoryLockStore store = new MemoryLockStore();
        try (TestShop shop = TestShop.on(db);
                Locks here = Locks.on(store);
                Locks there = Locks.on(store)) {
            long tag = tag(shop);
            Updates updates = shop.get(Updates.class);
            Locks pausing = here.lease(SHORT).withoutRenewal();
            Visitor a = Visitor.starts("A", () -> new SafePriceTags(pausing, updates, paused).write(tag));
            pause.awaitArrival();
            new SafePriceTags(there, updates, () -> NEW).write(tag);
            pause.open();
            Throwable told = a.failure();
            assertThat(told).isInstanceOf(PriceTags.Overtaken.class);
            assertThat(told.getSuppressed())
                    .hasOnlyElementsOfType(LeaseLostException.class)
                    .hasSize(1);
            assertThat(price(shop, tag)).isEqualByComparingTo(NEW);
        }
    }
}
