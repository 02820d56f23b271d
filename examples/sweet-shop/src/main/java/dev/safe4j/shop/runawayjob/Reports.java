package dev.safe4j.shop.runawayjob;

/** Fetches reports in the background. */
public interface Reports extends AutoCloseable {

    /** Has a report fetched, soon. */
    void order(String report);

    @Override
    void close();

    /** Headquarters, whose server may not answer. */
    @FunctionalInterface
    interface Headquarters {
        void fetch(String report) throws InterruptedException;
    }
}
