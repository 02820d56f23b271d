package dev.safe4j.shop.repeatedsideeffect;

/** A box is ordered: there is a row, a mail, and a label for the parcel. */
public interface LabelledOrders {

    /** Tried again under the same key by whoever sees it fail. */
    void order(String request, long box, String customer);

    /** The printer in the store room. */
    @FunctionalInterface
    interface LabelPrinter {
        void print(String label);
    }
}
