package dev.safe4j.benchmarks;

import java.sql.SQLException;

/** One way to do something once under a key. Thread-safe. */
@FunctionalInterface
interface RequestWay {

    /**
     * Does it, or is told that it was done.
     *
     * @param key of the request
     * @return true if it was done now; false if it had been done, and the answer of then is the right one, where the way keeps answers
     * @throws SQLException ends the run
     */
    boolean ask(String key) throws SQLException;

    /**
     * A way with its name.
     *
     * @param name in the table
     * @param way the way
     */
    record Named(String name, RequestWay way) {}

    /** What doing it comes to. */
    static String answer(String key) {
        return "answer to " + key;
    }

    /** What came back for a request that had been done. */
    static boolean replayed(String key, String kept) {
        if (!kept.equals(answer(key))) {
            throw new IllegalStateException("'" + key + "' was answered by '" + kept + "'.");
        }
        return false;
    }
}
