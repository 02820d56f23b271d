package dev.safe4j.shop.sequentialcalls;

import java.util.ArrayList;
import java.util.List;

/** Asks one after another, though none of them needs to know what another one said. */
public final class UnsafeOffers implements Offers {

    private final List<Supplier> suppliers;

    public UnsafeOffers(List<Supplier> suppliers) {
        this.suppliers = List.copyOf(suppliers);
    }

    @Override
    public List<Integer> of(String sweet) {
        List<Integer> prices = new ArrayList<>();
        for (Supplier supplier : suppliers) {
            prices.add(supplier.priceOf(sweet));
        }
        return prices;
    }
}
