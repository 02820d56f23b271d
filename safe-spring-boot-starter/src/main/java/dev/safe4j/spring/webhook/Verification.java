package dev.safe4j.spring.webhook;

/** What was found of a delivery. */
public sealed interface Verification {

    /**
     * It is from the sender, and fresh.
     *
     * @param event the id of the event, the same in every delivery of it
     */
    record Genuine(String event) implements Verification {}

    /**
     * It is not to be handled.
     *
     * @param why for the log; not for the sender
     */
    record Refused(String why) implements Verification {}
}
