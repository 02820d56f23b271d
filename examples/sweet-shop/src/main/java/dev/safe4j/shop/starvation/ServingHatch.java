package dev.safe4j.shop.starvation;

/** The hatch, where one customer is served at a time. */
public interface ServingHatch {

    void serve(String customer);

    /** Hands out what the customer wants. */
    @FunctionalInterface
    interface Clerk {
        void hand(String customer);
    }
}
