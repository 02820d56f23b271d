package dev.safe4j.faults;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a worker is to do, as names and values, so that it can be handed to another JVM. Immutable.
 *
 * @param values all of them
 */
public record Task(Map<String, String> values) {

    /** Copies them. */
    public Task {
        values = Map.copyOf(values);
    }

    /** Work with locks in a table and a fenced table, on one database. */
    public static Task onDatabase(String url, String user, String password) {
        return new Task(Map.of("store", "jdbc", "where", url, "user", user, "password", password));
    }

    /** Work with locks and fenced values in one Redis, through Redisson or Lettuce. */
    public static Task onRedis(String uri, String prefix) {
        return new Task(Map.of("store", "redis", "where", uri, "prefix", prefix));
    }

    /** Work with locks in a cluster, and fenced values on a server beside it. */
    public static Task onCluster(List<String> uris, String resource, String prefix) {
        return besideResource("cluster", uris, resource, prefix);
    }

    /** Work with locks on several servers, and fenced values on one more. */
    public static Task onQuorum(List<String> uris, String resource, String prefix) {
        return besideResource("quorum", uris, resource, prefix);
    }

    private static Task besideResource(String store, List<String> uris, String resource, String prefix) {
        return new Task(
                Map.of("store", store, "where", String.join(",", uris), "resource", resource, "prefix", prefix));
    }

    /** The same with one value changed. */
    public Task with(String name, Object value) {
        Map<String, String> changed = new HashMap<>(values);
        changed.put(name, String.valueOf(value));
        return new Task(changed);
    }

    /** The same on so many keys, by so many threads. */
    public Task of(int keys, int threads) {
        return with("keys", keys).with("threads", threads);
    }

    /** The same with leases of that length. */
    public Task lease(Duration length) {
        return with("lease", length.toMillis());
    }

    /** The same where callers wait for so long. */
    public Task patient(Duration wait) {
        return with("wait", wait.toMillis());
    }

    /** The same where a holder checks and writes up to so many times, so far apart. */
    public Task beats(int most, Duration apart) {
        return with("beats", most).with("beat", apart.toMillis());
    }

    String text(String name) {
        return Objects.requireNonNull(values.get(name), () -> "the task has no '" + name + "'");
    }

    List<String> texts(String name) {
        return Arrays.asList(text(name).split(","));
    }

    int number(String name, int otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    Duration millis(String name, long otherwise) {
        String value = values.get(name);
        return Duration.ofMillis(value == null ? otherwise : Long.parseLong(value));
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    List<String> keys() {
        return java.util.stream.IntStream.range(0, number("keys", 1))
                .mapToObj(i -> "k" + i)
                .toList();
    }

    List<String> toArguments() {
        return values.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .sorted()
                .toList();
    }

    static Task fromArguments(List<String> arguments) {
        Map<String, String> values = new HashMap<>();
        arguments.forEach(
                each -> values.put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1)));
        return new Task(values);
    }
}
