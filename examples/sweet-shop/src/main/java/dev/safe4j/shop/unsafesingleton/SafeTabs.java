package dev.safe4j.shop.unsafesingleton;

import dev.safe4j.lock.Locks;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A map for several threads, and one at a time at each tab. */
public final class SafeTabs implements Tabs {

    private final Map<String, Integer> owed = new ConcurrentHashMap<>();
    private final Locks locks;
    private final Prices prices;

    public SafeTabs(Locks locks, Prices prices) {
        this.locks = locks;
        this.prices = prices;
    }

    @Override
    public void put(String customer, String sweet) {
        locks.runWithLock("tab:" + customer, held -> {
            int before = owed.getOrDefault(customer, 0);
            owed.put(customer, before + prices.of(sweet));
        });
    }

    @Override
    public int of(String customer) {
        return owed.getOrDefault(customer, 0);
    }
}
