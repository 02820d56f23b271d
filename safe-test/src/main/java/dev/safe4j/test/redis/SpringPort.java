package dev.safe4j.test.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.ScanOptions;

/** A server through Spring Data Redis. */
final class SpringPort implements RedisPort {

    private static final int PAGE = 1_000;

    private final RedisConnectionFactory factory;

    SpringPort(RedisConnectionFactory factory) {
        this.factory = factory;
    }

    @Override
    public Map<String, String> server() {
        try (RedisConnection connection = factory.getConnection()) {
            Properties info = connection.serverCommands().info("server");
            Map<String, String> server = new HashMap<>();
            if (info != null) {
                info.forEach((name, value) -> server.put(String.valueOf(name), String.valueOf(value)));
            }
            return server;
        }
    }

    @Override
    public void delete(String prefix) {
        ScanOptions all = ScanOptions.scanOptions()
                .match(RedisPort.pattern(prefix))
                .count(PAGE)
                .build();
        try (RedisConnection connection = factory.getConnection()) {
            List<byte[]> keys = new ArrayList<>();
            try (Cursor<byte[]> cursor = connection.keyCommands().scan(all)) {
                cursor.forEachRemaining(keys::add);
            }
            for (int from = 0; from < keys.size(); from += PAGE) {
                List<byte[]> page = keys.subList(from, Math.min(from + PAGE, keys.size()));
                connection.keyCommands().unlink(page.toArray(byte[][]::new));
            }
        }
    }
}
