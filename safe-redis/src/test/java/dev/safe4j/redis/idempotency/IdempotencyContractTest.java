package dev.safe4j.redis.idempotency;

import dev.safe4j.idempotency.IdempotencyStore;
import dev.safe4j.redis.Client;
import dev.safe4j.redis.Connections;
import dev.safe4j.redis.Connections.To;
import dev.safe4j.servers.Concurrently;
import dev.safe4j.test.contract.IdempotencyStoreContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract of stores of requests, on one Redis and on a cluster of three masters, over both clients. */
@Tag("slow")
class IdempotencyContractTest {

    @Concurrently
    abstract static class OverRedis extends IdempotencyStoreContract {

        @RegisterExtension
        final Connections redis;

        OverRedis(Client client, To to) {
            redis = new Connections(client, to);
        }

        @Override
        protected IdempotencyStore openStore() {
            return RedisIdempotencyStore.on(redis.open()).prefix(redis.prefix());
        }

        @Override
        protected boolean purgesItself() {
            return true;
        }
    }

    @Nested
    class OneServerOverRedisson extends OverRedis {
        OneServerOverRedisson() {
            super(Client.REDISSON, To.ONE_SERVER);
        }
    }

    @Nested
    class OneServerOverLettuce extends OverRedis {
        OneServerOverLettuce() {
            super(Client.LETTUCE, To.ONE_SERVER);
        }
    }

    @Nested
    class ClusterOverRedisson extends OverRedis {
        ClusterOverRedisson() {
            super(Client.REDISSON, To.CLUSTER);
        }
    }

    @Nested
    @Tag("soak")
    class ClusterOverLettuce extends OverRedis {
        ClusterOverLettuce() {
            super(Client.LETTUCE, To.CLUSTER);
        }
    }
}
