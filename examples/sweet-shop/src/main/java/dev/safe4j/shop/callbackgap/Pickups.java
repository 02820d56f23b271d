package dev.safe4j.shop.callbackgap;

import java.util.function.Consumer;

/** Has parcels collected. */
public interface Pickups {

    /** Has a parcel collected, and returns the number that the courier gives it. */
    String collect(String parcel);

    /** The courier's client. It returns at once, and calls one of the two later, on a thread of its own; or none. */
    @FunctionalInterface
    interface Courier {
        void collect(String parcel, Consumer<String> onNumber, Consumer<Exception> onFailure);
    }
}
