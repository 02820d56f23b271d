package dev.safe4j.shop.crashmidoperation;

/** A sweet is bought on a card, under a key that the client has made. */
public interface CardPurchases {

    void buy(String request, long sweet, String card);

    /** A bank that knows a call again by its key, as most do. */
    @FunctionalInterface
    interface KeyedBank {

        /** Charges a card, once for each key. */
        void charge(String key, String card);
    }
}
