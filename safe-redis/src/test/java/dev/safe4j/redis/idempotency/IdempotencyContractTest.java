package dev.safe4j.redis.idempotency;

import dev.safe4j.idempotency.IdempotencyStore;
import dev.safe4j.redis.Client;
import dev.safe4j.servers.Concurrently;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.RedisCluster;
import dev.safe4j.test.contract.IdempotencyStoreContract;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The contract of stores of requests, on one Redis and on a cluster of three masters, over both clients. */
@Tag("slow")
class IdempotencyContractTest {

    private static RedisCluster cluster;

    @BeforeAll
    static void start() {
        cluster = LocalServers.startRedisCluster(Profile.FAST, 3, 0);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Concurrently
    abstract static class OverRedis extends IdempotencyStoreContract {

        private final String prefix = "contract-" + UUID.randomUUID() + ":";
        private final List<Client.Opened> opened = new ArrayList<>();

        abstract Client.Opened connect();

        @Override
        protected IdempotencyStore openStore() {
            Client.Opened client = connect();
            opened.add(client);
            return RedisIdempotencyStore.on(client.redis()).prefix(prefix);
        }

        @Override
        protected boolean purgesItself() {
            return true;
        }

        @AfterEach
        void disconnect() {
            opened.forEach(Client.Opened::close);
            opened.clear();
        }
    }

    @Nested
    class OneServerOverRedisson extends OverRedis {
        @Override
        Client.Opened connect() {
            return Client.REDISSON.open(LocalServers.redis().uri());
        }
    }

    @Nested
    class OneServerOverLettuce extends OverRedis {
        @Override
        Client.Opened connect() {
            return Client.LETTUCE.open(LocalServers.redis().uri());
        }
    }

    @Nested
    class ClusterOverRedisson extends OverRedis {
        @Override
        Client.Opened connect() {
            return Client.REDISSON.openCluster(cluster.uris());
        }
    }

    @Nested
    @Tag("soak")
    class ClusterOverLettuce extends OverRedis {
        @Override
        Client.Opened connect() {
            return Client.LETTUCE.openCluster(cluster.uris());
        }
    }
}
