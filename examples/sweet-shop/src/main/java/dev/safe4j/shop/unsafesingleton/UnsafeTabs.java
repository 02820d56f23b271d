package dev.safe4j.shop.unsafesingleton;

import java.util.HashMap;
import java.util.Map;

/** A field of a bean is a field of all requests. */
public final class UnsafeTabs implements Tabs {

    private final Map<String, Integer> owed = new HashMap<>();
    private final Prices prices;

    public UnsafeTabs(Prices prices) {
        this.prices = prices;
    }

    @Override
    public void put(String customer, String sweet) {
        int before = owed.getOrDefault(customer, 0);
        owed.put(customer, before + prices.of(sweet));
    }

    @Override
    public int of(String customer) {
        return owed.getOrDefault(customer, 0);
    }
}
