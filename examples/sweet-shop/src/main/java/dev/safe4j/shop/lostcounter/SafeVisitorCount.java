package dev.safe4j.shop.lostcounter;

import dev.safe4j.counter.Counters;

/** The store adds one, and says what came of it. */
public final class SafeVisitorCount implements VisitorCount {

    private final Counters counters;
    private final Door door;

    public SafeVisitorCount(Counters counters, Door door) {
        this.counters = counters;
        this.door = door;
    }

    @Override
    public long visited(String page) {
        long number = counters.add("visits:" + page, 1);
        door.greet(number);
        return number;
    }
}
