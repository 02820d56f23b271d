package dev.safe4j.redis;

import java.util.List;

/**
 * One run of a script. Immutable.
 *
 * @param script what is run
 * @param keys all keys that it touches, at least one; in a cluster, of one slot
 * @param arguments what else it is given
 */
public record ScriptCall(RedisScript script, List<String> keys, List<String> arguments) {

    /**
     * Makes a call.
     *
     * @throws IllegalArgumentException if there is no key, by which a cluster finds the node
     */
    public ScriptCall {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("script " + script + " is called without a key.");
        }
        keys = List.copyOf(keys);
        arguments = List.copyOf(arguments);
    }
}
