package dev.safe4j.servers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key prefix of its own on a Redis server for one test; its keys are deleted afterwards. */
public interface TestRedis extends AutoCloseable {

    RedisServer server();

    String uri();

    /** Such as {@code t7_k3x9:}; every key of the test starts with it. */
    String prefix();

    /** The prefix with a name behind it. */
    default String key(String name) {
        return prefix() + name;
    }

    /** The keys of this test that exist now, sorted. */
    List<String> keys();

    /**
     * Runs one command on a connection of its own. The reply is a String, a Long, a List of replies, or null.
     *
     * @throws IllegalStateException with the server's text, if it answers with an error
     */
    @Nullable
    Object call(String... command);

    @Override
    void close();
}
