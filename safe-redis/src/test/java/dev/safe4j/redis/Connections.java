package dev.safe4j.redis;

import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.RedisCluster;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What a case of a contract reaches the shared Redis by, or a cluster of three masters that is started once for all cases: a client for
 * each time it opens one, which all cases share since opening it takes longer than most of them, and its own prefix of keys.
 */
public final class Connections implements BeforeEachCallback {

    /** What is connected to. */
    public enum To {
        ONE_SERVER,
        CLUSTER
    }

    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(Connections.class);

    private final Client client;
    private final To to;
    private final String prefix = "contract-" + UUID.randomUUID() + ":";
    private ExtensionContext.@Nullable Store shared;
    private List<String> masters = List.of();
    private int opened;

    public Connections(Client client, To to) {
        this.client = client;
        this.to = to;
    }

    /** A client that all cases have in common. */
    private record Shared(Client client, To to, int number) {}

    @Override
    public void beforeEach(ExtensionContext context) {
        ExtensionContext.Store kept = context.getRoot().getStore(OURS);
        if (to == To.CLUSTER) { // before its clients, so that it ends behind them
            masters = kept.computeIfAbsent(
                            RedisCluster.class,
                            first -> LocalServers.startRedisCluster(Profile.FAST, 3, 0),
                            RedisCluster.class)
                    .uris();
        }
        shared = kept;
    }

    /** Another one at each call of a case, as two processes have it. */
    public RedisClient open() {
        ExtensionContext.Store kept = Objects.requireNonNull(shared, "before the case");
        return kept.computeIfAbsent(new Shared(client, to, opened++), first -> connect(), Client.Opened.class)
                .redis();
    }

    private Client.Opened connect() {
        return to == To.CLUSTER
                ? client.openCluster(masters, Client.PATIENT)
                : client.open(LocalServers.redis().uri(), Client.PATIENT);
    }

    public String prefix() {
        return prefix;
    }
}
