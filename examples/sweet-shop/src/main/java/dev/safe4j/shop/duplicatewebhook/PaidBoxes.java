package dev.safe4j.shop.duplicatewebhook;

/** What the bank has to tell: a box was paid, so it is to be sent. */
public interface PaidBoxes {

    /** Takes a delivery of an event, whose id is the same in every delivery. */
    void paid(String event, long box, String customer);
}
