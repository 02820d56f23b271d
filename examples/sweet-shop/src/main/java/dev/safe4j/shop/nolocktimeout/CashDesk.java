package dev.safe4j.shop.nolocktimeout;

/** A cash desk: its terminal takes one card at a time. */
public interface CashDesk {

    void pay(String card);

    /** Reads a card, and may never be done with it. */
    @FunctionalInterface
    interface Terminal {
        void read(String card);
    }
}
