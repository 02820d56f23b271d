package dev.safe4j.faults;

/** A log of effects, to which only is added, and in which nothing keeps one from being there twice. Thread-safe. */
interface Effects extends AutoCloseable {

    /**
     * Adds one; in the transaction of its claim, where there is one.
     *
     * @throws RuntimeException if it may or may not have been done
     */
    void add(Effect effect);

    @Override
    void close();
}
