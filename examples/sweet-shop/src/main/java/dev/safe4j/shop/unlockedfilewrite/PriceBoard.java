package dev.safe4j.shop.unlockedfilewrite;

import java.io.IOException;

/** Writes prices on the board. */
public interface PriceBoard {

    /** Writes the price of one sweet, and leaves those of the others. */
    void write(String sweet) throws IOException;

    /** Says what a sweet costs today. */
    @FunctionalInterface
    interface Prices {
        String of(String sweet);
    }
}
