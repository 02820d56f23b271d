package dev.safe4j.shop.callbackgap;

import dev.safe4j.background.Callbacks;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Waits for the call back, and not for ever. */
public final class SafePickups implements Pickups {

    private final Duration patience;
    private final Courier courier;

    public SafePickups(Duration patience, Courier courier) {
        this.patience = patience;
        this.courier = courier;
    }

    @Override
    public String collect(String parcel) {
        CompletableFuture<String> number = Callbacks.within(
                patience, done -> courier.collect(parcel, done::complete, done::completeExceptionally));
        return number.join();
    }
}
