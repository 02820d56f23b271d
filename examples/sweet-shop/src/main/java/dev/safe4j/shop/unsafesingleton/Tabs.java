package dev.safe4j.shop.unsafesingleton;

/** What customers owe, a tab each. There is one of it, which all requests use. */
public interface Tabs {

    /** Puts a sweet on the tab of a customer. */
    void put(String customer, String sweet);

    /** What a customer owes, in cents. */
    int of(String customer);

    /** Says what a sweet costs today, in cents. */
    @FunctionalInterface
    interface Prices {
        int of(String sweet);
    }
}
