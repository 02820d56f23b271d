package dev.safe4j.shop.deadworker;

/** Hands parcels over to the courier. Every instance calls it now and then. */
public interface HandOvers {

    /** Hands the next one over; false if there is none. */
    boolean handOverNext();

    /** Comes to the door, sooner or later. */
    @FunctionalInterface
    interface Courier {
        void take(String parcel);
    }
}
