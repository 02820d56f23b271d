package dev.safe4j.redis.counter;

import dev.safe4j.counter.CounterStore.Pace;

/**
 * The names of what is stored. The key of a counter stands in braces in all its names, so that a cluster keeps them together.
 *
 * @param prefix of every key
 */
record CounterNames(String prefix) {

    CounterNames {
        if (prefix.isBlank() || hasBrace(prefix)) {
            throw new IllegalArgumentException(
                    "the prefix of the keys of counters must not be blank or hold braces, which"
                            + " decide where a cluster keeps a key: '" + prefix + "'.");
        }
    }

    String counter(String key) {
        return prefix + "counter:{" + checked(key) + "}";
    }

    /** What became of the step of a token. */
    String known(String key, String token) {
        return counter(key) + ":" + token;
    }

    String quota(String key, Pace pace) {
        return prefix + "quota:{" + checked(key) + "}:" + pace.micros() + ":" + pace.slots();
    }

    private static String checked(String key) {
        if (hasBrace(key)) {
            throw new IllegalArgumentException(
                    "the key of a counter or a quota on Redis must not hold braces, which decide"
                            + " where a cluster keeps it: '" + key
                            + "'. Leave them out, or write them as other characters.");
        }
        return key;
    }

    private static boolean hasBrace(String text) {
        return text.indexOf('{') >= 0 || text.indexOf('}') >= 0;
    }
}
