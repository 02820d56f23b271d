package dev.safe4j.shop.unboundedfanout;

import dev.safe4j.fanout.FanOut;

/** As many at once as there is room for; the next name is taken when there is room again. */
public final class SafeEngravings implements Engravings {

    private final int places;
    private final Machine machine;

    public SafeEngravings(int places, Machine machine) {
        this.places = places;
        this.machine = machine;
    }

    @Override
    public void engrave(Iterable<String> names) {
        FanOut.over(names)
                .named("engravings")
                .concurrency(places)
                .settle(name -> {
                    machine.engrave(name);
                    return name;
                })
                .orThrow();
    }
}
