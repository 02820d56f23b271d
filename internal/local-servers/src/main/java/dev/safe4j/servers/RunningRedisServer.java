package dev.safe4j.servers;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A Redis server that answers, by whatever way it came. */
final class RunningRedisServer extends RunningServer implements RedisServer {

    private static final Map<String, String> DURABLE = Map.of("appendonly", "yes", "appendfsync", "always");

    private final URI uri;
    private final AtomicLong prefixes = new AtomicLong();

    RunningRedisServer(Identity identity, URI uri, Control control) {
        super(identity, control);
        this.uri = uri;
    }

    /** The same server in the hands of many, none of whom may stop it. */
    RunningRedisServer shared() {
        return new RunningRedisServer(identity(), uri, sharedControl());
    }

    @Override
    public String version() {
        return String.valueOf(call("INFO", "server"))
                .lines()
                .filter(line -> line.startsWith("redis_version:"))
                .map(line -> line.replace("redis_version:", "Redis "))
                .findFirst()
                .orElse("Redis");
    }

    @Override
    public String host() {
        return uri.getHost();
    }

    @Override
    public int port() {
        return uri.getPort();
    }

    @Override
    public String uri() {
        return uri.toString();
    }

    @Override
    public String uriThrough(WireTap tap) {
        return uri.toString().replace(uri.getHost() + ":" + uri.getPort(), tap.host() + ":" + tap.port());
    }

    @Override
    public TestRedis newTestRedis() {
        String random = Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36 * 36 * 36), 36);
        return new PrefixedTestRedis(this, "t" + prefixes.incrementAndGet() + "_" + random + ":");
    }

    @Override
    public @Nullable Object call(String... command) {
        try (RespClient client = new RespClient(uri)) {
            return client.call(command);
        } catch (IOException failure) {
            throw new IllegalStateException("no answer from " + this + " to " + String.join(" ", command), failure);
        }
    }

    @Override
    public void assertDurable() {
        DURABLE.forEach((setting, wanted) -> {
            Object reply = call("CONFIG", "GET", setting);
            String value = reply instanceof List<?> pair && pair.size() == 2 ? String.valueOf(pair.get(1)) : null;
            if (!wanted.equals(value)) {
                throw notDurable(setting, value, wanted);
            }
        });
    }
}
