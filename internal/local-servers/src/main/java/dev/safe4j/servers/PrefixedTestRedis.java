package dev.safe4j.servers;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The keys of one test on a server that others use, too. */
final class PrefixedTestRedis implements TestRedis {

    private final RunningRedisServer server;
    private final String prefix;

    PrefixedTestRedis(RunningRedisServer server, String prefix) {
        this.server = server;
        this.prefix = prefix;
    }

    @Override
    public RedisServer server() {
        return server;
    }

    @Override
    public String uri() {
        return server.uri();
    }

    @Override
    public String prefix() {
        return prefix;
    }

    @Override
    public List<String> keys() {
        TreeSet<String> keys = new TreeSet<>();
        String cursor = "0";
        do {
            Object reply = call("SCAN", cursor, "MATCH", prefix + "*", "COUNT", "1000");
            if (!(reply instanceof List<?> page && page.size() == 2 && page.get(1) instanceof List<?> found)) {
                throw new IllegalStateException("not a reply to SCAN: " + reply);
            }
            found.forEach(key -> keys.add(String.valueOf(key)));
            cursor = String.valueOf(page.get(0));
        } while (!cursor.equals("0"));
        return List.copyOf(keys);
    }

    @Override
    public @Nullable Object call(String... command) {
        return server.call(command);
    }

    @Override
    public void close() {
        if (server.answers()) {
            keys().forEach(key -> call("DEL", key));
        }
    }
}
