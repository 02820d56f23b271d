package dev.safe4j.shop.doubleclaim;

/** Prints a label for each parcel that is ready. Every instance calls it now and then. */
public interface ParcelLabels {

    /** Prints what there is, and returns how many. */
    int printAll();

    /** Prints one label, and takes its time. */
    @FunctionalInterface
    interface Printer {
        void print(String parcel);
    }
}
