package dev.safe4j.redis;

import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.RedisCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The connections of a test to the shared Redis, or to a cluster of three masters that is started once for all tests of this kind, and
 * its own prefix of keys there.
 */
public final class Connections implements BeforeEachCallback, AfterEachCallback {

    /** What is connected to. */
    public enum To {
        ONE_SERVER,
        CLUSTER
    }

    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(Connections.class);

    private final Client client;
    private final To to;
    private final String prefix = "contract-" + UUID.randomUUID() + ":";
    private final List<Client.Opened> opened = new ArrayList<>();
    private List<String> masters = List.of();

    public Connections(Client client, To to) {
        this.client = client;
        this.to = to;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (to == To.CLUSTER) {
            masters = context.getRoot()
                    .getStore(OURS)
                    .computeIfAbsent(
                            RedisCluster.class,
                            first -> LocalServers.startRedisCluster(Profile.FAST, 3, 0),
                            RedisCluster.class)
                    .uris();
        }
    }

    public RedisClient open() {
        Client.Opened next = to == To.CLUSTER
                ? client.openCluster(masters, Client.PATIENT)
                : client.open(LocalServers.redis().uri(), Client.PATIENT);
        opened.add(next);
        return next.redis();
    }

    public String prefix() {
        return prefix;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        opened.forEach(Client.Opened::close);
        opened.clear();
    }
}
