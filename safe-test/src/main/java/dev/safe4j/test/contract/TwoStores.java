package dev.safe4j.test.contract;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Two stores over one state, as two processes have it: opened before each case, and closed after it.
 *
 * @param <S> what they are
 */
abstract class TwoStores<S extends AutoCloseable> {

    S store;
    S other;

    /**
     * Opens a store. Called twice before each case: both have to share their state, as the stores of two processes do.
     *
     * @return the store; closed after the case
     * @throws Exception fails the case
     */
    protected abstract S openStore() throws Exception;

    @BeforeEach
    void open_two_stores_over_one_state() throws Exception {
        store = openStore();
        other = openStore();
    }

    @AfterEach
    void close_both_stores() throws Exception {
        Thread.interrupted(); // a case that failed may have left it set
        store.close();
        if (!other.equals(store)) {
            other.close();
        }
    }

    final S stores(int caller) {
        return caller % 2 == 0 ? store : other;
    }
}
