package dev.safe4j.faults;

/** What the locks protect: rows or values that keep the highest fencing number they have seen. Thread-safe. */
interface Resource extends AutoCloseable {

    /**
     * Writes, without asking a lock whether it is still held: the number alone decides.
     *
     * @param key of the row or value
     * @param fence the writer's number
     * @param write what tells this write from all others
     * @return true if it was accepted, false if it came too late
     * @throws RuntimeException if it may or may not have been done
     */
    boolean write(String key, long fence, String write);

    @Override
    void close();
}
