package dev.safe4j.shop.forgottenunlock;

/** The nightly count, which one instance of the shop makes at a time. */
public interface StockCount {

    /** Returns how many pieces there are. */
    int count();

    /** What counts, and can fail. */
    @FunctionalInterface
    interface Scales {
        int pieces();
    }
}
