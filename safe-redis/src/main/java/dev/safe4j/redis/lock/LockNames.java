package dev.safe4j.redis.lock;

/**
 * The names of what is stored. The name of a lock stands in braces in all its keys, so that a cluster keeps them together.
 *
 * @param prefix of every key, and of the channel
 */
record LockNames(String prefix) {

    LockNames {
        if (prefix.isBlank() || hasBrace(prefix)) {
            throw new IllegalArgumentException(
                    "the prefix of the keys of locks must not be blank or hold braces, which decide where a"
                            + " cluster keeps a key: '" + prefix + "'.");
        }
    }

    String channel() {
        return prefix + "released";
    }

    String lock(String name) {
        return prefix + "{" + name + "}";
    }

    /** The last fencing number given out. */
    String fence(String name) {
        return lock(name) + ":fence";
    }

    /** What was answered when the token was given up. */
    String over(String name, String token) {
        return lock(name) + ":over:" + token;
    }

    static String checked(String name) {
        if (hasBrace(name)) {
            throw new IllegalArgumentException(
                    "the key of a lock on Redis must not hold braces, which decide where a cluster keeps it: '" + name
                            + "'. Leave them out, or write them as other characters.");
        }
        return name;
    }

    private static boolean hasBrace(String text) {
        return text.indexOf('{') >= 0 || text.indexOf('}') >= 0;
    }
}
