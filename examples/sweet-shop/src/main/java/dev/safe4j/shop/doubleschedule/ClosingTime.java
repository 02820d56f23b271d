package dev.safe4j.shop.doubleschedule;

/** Books the takings when the shop closes. Every instance opens one when it starts. */
public interface ClosingTime extends AutoCloseable {

    @Override
    void close();

    /** Writes one entry. */
    @FunctionalInterface
    interface Books {
        void enterTakings();
    }
}
