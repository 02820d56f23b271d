package dev.safe4j.shop.foreignunlock;

/** The import of the price list: of the instances whose timers ring, one does it. */
public interface PriceImport {

    /** Returns whether it was done here; false if another instance is at it. */
    boolean run();
}
