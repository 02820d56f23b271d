package dev.safe4j.shop.lostcontext;

/** Checks orders: the address, the card, the stock. */
public interface OrderChecks {

    void check(String order);

    /** One of the checks, which writes into the log what it finds. */
    @FunctionalInterface
    interface Check {
        void check(String order);
    }
}
