package dev.safe4j.autoconfigure;

import dev.safe4j.redis.RedisClients;
import dev.safe4j.redis.lock.QuorumLockStore;
import dev.safe4j.redis.lock.RedisLockStore;
import java.util.ArrayList;
import java.util.List;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** The clients of a quorum's servers, which nobody else uses. An answer is waited for half a second: a dead server costs that. */
final class QuorumClients implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 500;
    private static final int CONNECTIONS = 4;

    private final List<RedissonClient> clients = new ArrayList<>();

    QuorumClients(List<String> nodes) {
        for (String node : nodes) {
            Config config = new Config().setLazyInitialization(true);
            config.useSingleServer()
                    .setAddress(node)
                    .setTimeout(TIMEOUT_MILLIS)
                    .setConnectTimeout(TIMEOUT_MILLIS)
                    .setRetryAttempts(0)
                    .setConnectionPoolSize(CONNECTIONS)
                    .setConnectionMinimumIdleSize(1)
                    .setSubscriptionConnectionPoolSize(1)
                    .setSubscriptionConnectionMinimumIdleSize(1);
            clients.add(Redisson.create(config));
        }
    }

    QuorumLockStore store(String prefix) {
        List<RedisLockStore> stores = new ArrayList<>();
        for (RedissonClient client : clients) {
            stores.add(RedisLockStore.on(RedisClients.redisson(client)).prefix(prefix));
        }
        return new QuorumLockStore("quorum", stores);
    }

    @Override
    public void close() {
        clients.forEach(RedissonClient::shutdown);
    }
}
