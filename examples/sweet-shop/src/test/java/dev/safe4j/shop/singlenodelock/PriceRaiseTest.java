package dev.safe4j.shop.singlenodelock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.RedisServer;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.OneRedis;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import dev.safe4j.shop.singlenodelock.PriceRaise.HeadOffice;
import java.math.BigDecimal;
import org.springframework.jdbc.core.simple.JdbcClient;

class PriceRaiseTest {

    private static final String A = "A: UnsafePriceRaise.raise";
    private static final String B = "B: UnsafePriceRaise.raise";
    private static final BigDecimal TENTH_MORE = new BigDecimal("1.10");
    private static final BigDecimal TWICE = new BigDecimal("2.00");

    private final Gate asked = new Gate();
    private final HeadOffice slow = () -> {
        asked.pass();
        return TENTH_MORE;
    };

    private static long tag(TestShop shop) {
        return shop.rows().insert("price_tag", "price", BigDecimal.ONE, "fence", 0);
    }

    private static BigDecimal price(TestShop shop, long tag) {
        return shop.rows().money("select price from price_tag where id = ?", tag);
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void unsafe_has_two_owners_when_the_node_has_forgotten(TestDatabase db) {
        Recording recording = new Recording(A, B);
        try (TestShop shop = TestShop.on(db);
                RedisServer redis = LocalServers.startRedis(Profile.FAST);
                OneRedis here = OneRedis.at(redis.uri(), "")) {
            long tag = tag(shop);
            JdbcClient jdbc = shop.get(JdbcClient.class);
            Visitor a = Visitor.starts("A", () -> new UnsafePriceRaise(here.client(), jdbc, slow).raise(tag));
            asked.awaitArrival();
            recording.note(A, "tryLock() → held; select price → 1.00");
            redis.kill();
            redis.restart();
            recording.note(A, "asks the head office; the Redis node dies, and is back, empty");
            try (OneRedis there = OneRedis.at(redis.uri(), "")) {
                new UnsafePriceRaise(there.client(), jdbc, () -> TWICE).raise(tag);
            }
            recording.note(B, "tryLock() → held; select price → 1.00");
            recording.note(B, "update price_tag set price = 2.00; unlock");
            Await.until(
                    Visitor.BOUND,
                    "A is connected again",
                    () -> here.client().getKeys().count() == 0);
            asked.open();
            a.finish();
            recording.note(A, "update price_tag set price = 1.10");
            assertThat(price(shop, tag)).isEqualByComparingTo("1.10");
        }
        recording.assertOnPage("single-node-lock", "price: 1.10, should be 2.20; A: ok, B: ok");
    }

    /** Two stores, of which the second knows nothing of the first: what a node is that was replaced. */
    @EachDatabase
    void safe_loses_no_raise_when_the_store_has_forgotten(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                Locks before = Locks.on(new MemoryLockStore());
                Locks after = Locks.on(new MemoryLockStore())) {
            long tag = tag(shop);
            Updates updates = shop.get(Updates.class);
            Visitor a = Visitor.starts("A", () -> new SafePriceRaise(before, updates, slow).raise(tag));
            asked.awaitArrival();
            new SafePriceRaise(after, updates, () -> TWICE).raise(tag);
            asked.open();
            assertThat(a.failure()).isInstanceOf(PriceRaise.NotAlone.class);
            assertThat(price(shop, tag)).isEqualByComparingTo("2.00");
            new SafePriceRaise(after, updates, () -> TENTH_MORE).raise(tag);
            assertThat(price(shop, tag)).isEqualByComparingTo("2.20");
        }
    }
}
