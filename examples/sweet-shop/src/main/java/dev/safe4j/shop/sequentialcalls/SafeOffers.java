package dev.safe4j.shop.sequentialcalls;

import dev.safe4j.fanout.FanOut;
import java.util.List;

/** Asks all at once; the first who fails ends it for all. */
public final class SafeOffers implements Offers {

    private final List<Supplier> suppliers;

    public SafeOffers(List<Supplier> suppliers) {
        this.suppliers = List.copyOf(suppliers);
    }

    @Override
    public List<Integer> of(String sweet) {
        return FanOut.over(suppliers).named("offers").concurrency(4).all(supplier -> supplier.priceOf(sweet));
    }
}
