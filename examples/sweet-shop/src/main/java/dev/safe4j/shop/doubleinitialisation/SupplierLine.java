package dev.safe4j.shop.doubleinitialisation;

/** The line to the supplier, which is opened when it is first needed, and closed with the shop. */
public interface SupplierLine extends AutoCloseable {

    /** Orders a sweet, and returns what the supplier says. */
    String order(String sweet);

    @Override
    void close();

    /** A line that is open. The supplier has a few, and each stays taken until it is closed. */
    interface Line extends AutoCloseable {

        String say(String order);

        @Override
        void close();
    }

    /** Opens lines, which takes a while. */
    @FunctionalInterface
    interface Exchange {
        Line connect();
    }
}
