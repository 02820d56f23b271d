package dev.safe4j.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.it.redis.Over.BehindSentinel;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.Locks;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.RedisCluster;
import dev.safe4j.servers.RedisSentinels;
import dev.safe4j.servers.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;

/** The properties that the guide shows for Redis, line by line, with the addresses of real servers in the place of its own. */
@Tag("slow")
@Timeout(120)
class RedisGuideTest {

    private static final Pattern BLOCK =
            Pattern.compile("^```properties\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern ADDRESS = Pattern.compile("[\\w.-]+:\\d+");

    private static String[] linesOf(String topology, List<RedisServer> servers) throws IOException {
        List<String> blocks = BLOCK.matcher(Files.readString(guide()))
                .results()
                .map(found -> found.group(1))
                .filter(block -> block.contains(topology))
                .toList();
        assertThat(blocks).as("the guide's lines with " + topology).hasSize(1);
        int[] next = {0};
        String lines = ADDRESS.matcher(blocks.get(0)).replaceAll(found -> {
            RedisServer server = servers.get(next[0]++);
            return Matcher.quoteReplacement(server.host() + ":" + server.port());
        });
        assertThat(next[0]).as("addresses").isEqualTo(servers.size());
        return Stream.concat(lines.lines(), Stream.of("it.redis=true")).toArray(String[]::new);
    }

    private static Path guide() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve(".mvn"))) {
            here = here.getParent();
        }
        return here.resolve("docs/guide/starter.md");
    }

    private static void locksOn(RedisServer server, Class<?> client, String... properties) {
        try (var shop = Shop.start(client, WebApplicationType.NONE, properties);
                HeldLock held = shop.getBean(Locks.class).acquire("a")) {
            held.ensureHeld();
            assertThat(server.call("EXISTS", "safe4j:lock:{a}"))
                    .as("it is there")
                    .isEqualTo(1L);
        }
    }

    @Test
    void one_server() throws Exception {
        try (RedisServer server = LocalServers.startRedis(Profile.FAST)) {
            locksOn(server, Over.Nothing.class, linesOf("spring.data.redis.url", List.of(server)));
        }
    }

    @Test
    void sentinel() throws Exception {
        try (RedisSentinels sentinels = LocalServers.startRedisSentinels(Profile.FAST)) {
            String[] lines = linesOf("spring.data.redis.sentinel.nodes", sentinels.sentinels());
            locksOn(sentinels.master(), Over.Nothing.class, lines);
            String uris = sentinels.uris().stream().collect(Collectors.joining(","));
            locksOn(sentinels.master(), BehindSentinel.class, "safe4j.lock.store=redis", "redis.sentinels=" + uris);
        }
    }

    @Test
    void cluster() throws Exception {
        try (RedisCluster cluster = LocalServers.startRedisCluster(Profile.FAST, 3, 0)) {
            String[] lines = linesOf("spring.data.redis.cluster.nodes", cluster.masters());
            locksOn(cluster.masterOf("safe4j:lock:{a}"), Over.Nothing.class, lines);
        }
    }

    @Test
    void quorum() throws Exception {
        List<RedisServer> servers = Stream.generate(() -> LocalServers.startRedis(Profile.FAST))
                .limit(3)
                .toList();
        try {
            for (RedisServer each : servers) {
                locksOn(each, Over.Nothing.class, linesOf("safe4j.lock.nodes", servers));
            }
        } finally {
            servers.forEach(RedisServer::close);
        }
    }
}
