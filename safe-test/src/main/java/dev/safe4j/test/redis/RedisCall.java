package dev.safe4j.test.redis;

import dev.safe4j.test.schedule.Footprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing that is sent to Redis and done there at once: a command, a script, a transaction.
 *
 * @param text what the timeline shows
 * @param shape what has to be equal when an order is played again: the command and its keys
 * @param reads the keys that it reads
 * @param writes the keys that it writes
 * @param isKnown whether it touches nothing but these keys
 */
public record RedisCall(String text, String shape, Set<String> reads, Set<String> writes, boolean isKnown) {

    /** So that no key is taken for a table. */
    private static final String RESOURCE = "redis:";

    /** Copies the sets. */
    public RedisCall {
        reads = Set.copyOf(reads);
        writes = Set.copyOf(writes);
    }

    /**
     * Returns a command as it goes over the wire. A table says which of its arguments are keys, and whether they are written; a
     * command that is not in it may touch anything.
     *
     * @param name such as {@code SET}
     * @param arguments keys and values
     * @return the call
     */
    public static RedisCall command(String name, String... arguments) {
        return command(name, List.of(arguments));
    }

    static RedisCall command(String name, List<String> arguments) {
        return Commands.call(name, arguments, shown(arguments));
    }

    /**
     * Returns a script or function, taken to read and to write the keys that it declares; one that declares none may touch
     * anything.
     *
     * @param name what the timeline calls it
     * @param keys its keys
     * @param arguments its further arguments
     * @return the call
     */
    public static RedisCall script(String name, List<String> keys, List<String> arguments) {
        Set<String> touched = new TreeSet<>(keys);
        return new RedisCall(
                text(
                        name,
                        shown(Stream.concat(keys.stream(), arguments.stream()).toList())),
                shape(name, keys),
                touched,
                touched,
                !keys.isEmpty());
    }

    private static List<String> shown(List<String> words) {
        return words.stream().map(Texts::shown).toList();
    }

    static String text(String name, List<String> shown) {
        return Stream.concat(Stream.of(name), shown.stream()).collect(Collectors.joining(" "));
    }

    static String shape(String name, List<String> keys) {
        return Stream.concat(Stream.of(name), keys.stream()).collect(Collectors.joining(" "));
    }

    /** Several that are done at once. */
    static RedisCall together(String open, List<RedisCall> calls, String close) {
        Set<String> reads = new TreeSet<>();
        Set<String> writes = new TreeSet<>();
        List<String> texts = new ArrayList<>(List.of(open));
        List<String> shapes = new ArrayList<>(List.of(open));
        for (RedisCall call : calls) {
            reads.addAll(call.reads);
            writes.addAll(call.writes);
            texts.add(call.text);
            shapes.add(call.shape);
        }
        texts.add(close);
        shapes.add(close);
        boolean known = calls.stream().allMatch(RedisCall::isKnown);
        return new RedisCall(String.join("; ", texts), String.join("; ", shapes), reads, writes, known);
    }

    RedisCall alsoReading(Set<String> keys) {
        Set<String> all = new TreeSet<>(reads);
        all.addAll(keys);
        return new RedisCall(text, shape, all, writes, isKnown);
    }

    Footprint footprint() {
        return isKnown ? Footprint.atomic(resources(reads), resources(writes)) : Footprint.unknown();
    }

    private static Set<String> resources(Set<String> keys) {
        return keys.stream().map(key -> RESOURCE + key).collect(Collectors.toSet());
    }
}
