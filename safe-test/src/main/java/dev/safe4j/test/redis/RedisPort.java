package dev.safe4j.test.redis;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a search needs of a Redis server between two orders, through a client as it was before it was wrapped. */
interface RedisPort {

    /** What the server says of itself: the section "server" of INFO. */
    Map<String, String> server();

    /** Deletes all keys that begin so. */
    void delete(String prefix);

    static Map<String, String> lines(String info) {
        return Stream.of(info.split("\r?\n"))
                .map(line -> line.split(":", 2))
                .filter(parts -> parts.length == 2)
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (some, other) -> some));
    }

    /** A pattern of SCAN that stands for the prefix itself. */
    static String pattern(String prefix) {
        return prefix.replaceAll("[\\\\*?\\[\\]]", "\\\\$0") + "*";
    }
}
