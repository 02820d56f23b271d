package dev.safe4j.autoconfigure;

import dev.safe4j.redis.RedisClients;
import dev.safe4j.redis.lock.QuorumLockStore;
import dev.safe4j.redis.lock.RedisLockStore;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** The clients of a quorum's servers, which nobody else uses. An answer is waited for half a second: a dead server costs that. */
final class QuorumClients implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 500;
    private static final int CONNECTIONS = 4;

    private final List<Node> nodes;

    /** One server: its address without a password, and the way to it. */
    private record Node(String name, RedissonClient client) {}

    /** Connects to none of them yet. */
    QuorumClients(List<String> addresses) {
        List<String> names = addresses.stream().map(QuorumClients::name).toList();
        List<Node> all = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            all.add(new Node(names.get(i), client(addresses.get(i))));
        }
        this.nodes = List.copyOf(all);
    }

    private static String name(String address) {
        URI uri = URI.create(address);
        if (uri.getHost() == null || uri.getPort() < 0) {
            throw new IllegalArgumentException("the address of a server names a host and a port.");
        }
        return uri.getHost() + ":" + uri.getPort();
    }

    private static RedissonClient client(String address) {
        Config config = new Config().setLazyInitialization(true);
        config.useSingleServer()
                .setAddress(address)
                .setTimeout(TIMEOUT_MILLIS)
                .setConnectTimeout(TIMEOUT_MILLIS)
                .setSubscriptionTimeout(TIMEOUT_MILLIS)
                .setRetryAttempts(0)
                .setConnectionPoolSize(CONNECTIONS)
                .setConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionPoolSize(1)
                .setSubscriptionConnectionMinimumIdleSize(1);
        return Redisson.create(config);
    }

    /** The store over them, if their number is one that a majority can be of. */
    QuorumLockStore store(String prefix) {
        List<RedisLockStore> stores = new ArrayList<>();
        for (Node each : nodes) {
            stores.add(RedisLockStore.on(RedisClients.redisson(each.client()))
                    .prefix(prefix)
                    .named(each.name()));
        }
        return new QuorumLockStore("quorum", stores);
    }

    @Override
    public void close() {
        nodes.forEach(each -> each.client().shutdown());
    }
}
