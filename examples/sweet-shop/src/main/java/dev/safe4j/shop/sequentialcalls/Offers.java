package dev.safe4j.shop.sequentialcalls;

import java.util.List;

/** What the suppliers want for a sweet. */
public interface Offers {

    /** The prices in cents, in the order of the suppliers. */
    List<Integer> of(String sweet);

    /** A supplier, whose server takes its time. */
    @FunctionalInterface
    interface Supplier {
        int priceOf(String sweet);
    }
}
