package dev.safe4j.servers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * An own Redis cluster of embedded servers on loopback, every slot on one of its masters. Each server can be killed, paused and
 * restarted by itself; {@link #close} ends all.
 */
public final class RedisCluster implements AutoCloseable {

    private static final int SLOTS = 16_384;
    private static final Duration FORMING = Duration.ofSeconds(30);

    private final List<RedisServer> masters = new ArrayList<>();
    private final List<RedisServer> replicas = new ArrayList<>();
    private final List<FreePort> buses = new ArrayList<>();

    private RedisCluster() {}

    /** As {@link LocalServers#startRedisCluster}. */
    static RedisCluster start(Profile profile, int masters, int replicasOfEach) {
        RedisCluster cluster = new RedisCluster();
        try {
            for (int i = 0; i < masters * (1 + replicasOfEach); i++) {
                cluster.add(i < masters ? cluster.masters : cluster.replicas, profile);
            }
            cluster.form();
            return cluster;
        } catch (RuntimeException | AssertionError failure) {
            cluster.close();
            throw failure;
        }
    }

    private void add(List<RedisServer> to, Profile profile) {
        FreePort bus = FreePort.find();
        buses.add(bus);
        to.add(LocalServers.startRedis(
                profile, "cluster-enabled=yes", "cluster-node-timeout=1500", "cluster-port=" + bus.number()));
    }

    private void form() {
        for (int i = 0; i < masters.size(); i++) {
            int first = SLOTS * i / masters.size();
            int last = SLOTS * (i + 1) / masters.size() - 1;
            masters.get(i).call("CLUSTER", "ADDSLOTSRANGE", String.valueOf(first), String.valueOf(last));
            masters.get(i).call("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(i + 1));
        }
        RedisServer one = masters.get(0);
        servers().filter(each -> !each.equals(one)).forEach(each -> meet(one, each));
        awaitAll("knows all servers", each -> nodes(each).size() == servers().count());
        for (int i = 0; i < replicas.size(); i++) {
            String id = text(masters.get(i % masters.size()), "CLUSTER", "MYID");
            replicas.get(i).call("CLUSTER", "REPLICATE", id);
        }
        awaitAll("has every slot", each -> text(each, "CLUSTER", "INFO").contains("cluster_state:ok"));
        awaitAll(
                "knows the replicas",
                each -> nodes(each).stream()
                                .filter(node -> node.contains("slave"))
                                .count()
                        == replicas.size());
        Await.until(
                FORMING,
                "the replicas are in step",
                () -> replicas.stream()
                        .allMatch(each -> text(each, "INFO", "replication").contains("master_link_status:up")));
    }

    private static void meet(RedisServer one, RedisServer other) {
        String bus =
                String.valueOf(((List<?>) Objects.requireNonNull(other.call("CONFIG", "GET", "cluster-port"))).get(1));
        one.call("CLUSTER", "MEET", other.host(), String.valueOf(other.port()), bus);
    }

    private interface Condition {
        boolean isTrueOf(RedisServer server);
    }

    private void awaitAll(String what, Condition condition) {
        servers().forEach(each -> Await.until(FORMING, each + " " + what, () -> condition.isTrueOf(each)));
    }

    private static List<String> nodes(RedisServer server) {
        return text(server, "CLUSTER", "NODES").lines().toList();
    }

    private static String text(RedisServer server, String... command) {
        return String.valueOf(server.call(command));
    }

    private Stream<RedisServer> servers() {
        return Stream.concat(masters.stream(), replicas.stream());
    }

    /** Those that were started with slots; a replica may have taken over since. */
    public List<RedisServer> masters() {
        return List.copyOf(masters);
    }

    /** The replicas: the first of each master in the order of the masters, then the second of each. */
    public List<RedisServer> replicas() {
        return List.copyOf(replicas);
    }

    /** The masters as Redisson takes them. */
    public List<String> uris() {
        return masters.stream().map(RedisServer::uri).toList();
    }

    /** The server that keeps that key at the start. */
    public RedisServer masterOf(String key) {
        int slot = Integer.parseInt(text(masters.get(0), "CLUSTER", "KEYSLOT", key));
        return masters.get(slotIndex(slot));
    }

    private int slotIndex(int slot) {
        int index = 0;
        while (slot >= SLOTS * (index + 1) / masters.size()) {
            index++;
        }
        return index;
    }

    @Override
    public void close() {
        servers().forEach(RedisServer::close);
        buses.forEach(FreePort::close);
    }
}
