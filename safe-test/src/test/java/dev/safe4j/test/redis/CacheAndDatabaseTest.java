package dev.safe4j.test.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.RedisServer;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.TestRedisExtension;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.interleavings.Isolation;
import dev.safe4j.test.interleavings.RaceProbe;
import dev.safe4j.test.interleavings.Verdict;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A cache beside a database: steps of both in one order. */
@ExtendWith(TestRedisExtension.class)
@Tag("slow")
class CacheAndDatabaseTest {

    private static final String SET_IF_NEWER = """
            local known = redis.call('get', KEYS[1])
            if not known or tonumber(known) < tonumber(ARGV[1]) then
              redis.call('set', KEYS[1], ARGV[1])
            end
            return 1
            """;

    private static LettuceConnectionFactory lettuce;

    @BeforeAll
    static void connect() {
        RedisServer server = LocalServers.redis();
        lettuce = Kv.lettuce(server.host(), server.port());
    }

    @AfterAll
    static void disconnect() {
        lettuce.destroy();
    }

    /** The price is its own version here: it only rises. */
    private static final class Shop {

        private final RaceProbe probe = new RaceProbe();
        private final String key;
        private final Kv cache;
        private final JdbcTemplate jdbc;
        private final TransactionTemplate transaction;

        Shop(TestDatabase db, TestRedis redis) {
            db.execute("create table item (id int primary key, price int not null)", "insert into item values (1, 1)");
            key = redis.key("price");
            cache = Kv.spring(probe, lettuce);
            var dataSource = probe.wrap(db.newPool(4));
            jdbc = new JdbcTemplate(dataSource);
            transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        }

        private Integer stored() {
            return jdbc.queryForObject("select price from item where id = 1", Integer.class);
        }

        void changePrice(boolean evictBeforeCommit) {
            transaction.executeWithoutResult(status -> {
                jdbc.update("update item set price = 2 where id = 1");
                if (evictBeforeCommit) {
                    cache.delete(key);
                }
            });
            if (!evictBeforeCommit) {
                cache.eval(SET_IF_NEWER, key, "2");
            }
        }

        void readThrough(boolean blindly) {
            if (cache.get(key) == null) {
                String price = String.valueOf(stored());
                if (blindly) {
                    cache.set(key, price);
                } else {
                    cache.eval(SET_IF_NEWER, key, price);
                }
            }
        }

        Interleavings search(TestRedis redis, boolean naive) {
            return Interleavings.on(probe)
                    .restoringRedis(redis.prefix())
                    .given(() -> jdbc.update("update item set price = 1 where id = 1"))
                    .actor("writer", () -> changePrice(naive))
                    .actor("reader", () -> readThrough(naive))
                    .isolation(Isolation.READ_COMMITTED)
                    .always("the cache is not stale", () -> {
                        Object cached = redis.call("GET", key);
                        return cached == null || cached.equals(String.valueOf(stored()));
                    });
        }
    }

    @EachDatabase
    void a_cache_that_is_evicted_before_the_commit_keeps_a_stale_value(TestDatabase db, TestRedis redis) {
        Shop shop = new Shop(db, redis);
        Exploration found = shop.search(redis, true).tryExplore();
        System.out.println(found);
        assertThat(found.verdict()).as(found::toString).isEqualTo(Verdict.VIOLATED);
        assertThat(found.scope().database()).doesNotContain("Redis");
        var token = Objects.requireNonNull(found.finding()).token().toString();
        for (int i = 0; i < 20; i++) {
            assertThat(shop.search(redis, true).tryReplay(token).verdict()).isEqualTo(Verdict.VIOLATED);
        }
    }

    @EachDatabase
    void a_cache_that_takes_only_what_is_newer_does_not(TestDatabase db, TestRedis redis) {
        Shop shop = new Shop(db, redis);
        Exploration found = shop.search(redis, false).tryExplore();
        System.out.println(found);
        assertThat(found.verdict()).as(found::toString).isEqualTo(Verdict.HELD);
        assertThat(found.scope().isExhausted()).isTrue();
        shop.search(redis, false).crossCheck();
    }
}
