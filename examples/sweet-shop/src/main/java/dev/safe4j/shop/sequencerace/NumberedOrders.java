package dev.safe4j.shop.sequencerace;

/** Takes orders, and gives each a number. */
public interface NumberedOrders {

    /** Takes an order, and returns its number. */
    long take(String customer);

    /** Prints the number on a slip, for the customer and for the kitchen. */
    @FunctionalInterface
    interface Printer {
        void print(long number, String customer);
    }
}
