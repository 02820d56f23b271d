package dev.safe4j.once;

import java.time.Duration;
import java.time.Instant;

/** What became of an event that was delivered. */
public sealed interface InboxResult {

    /** It was handled now: tell the sender that it has arrived. */
    record Done() implements InboxResult {}

    /**
     * It had been handled: tell the sender that it has arrived.
     *
     * @param since when, by the store's clock
     */
    record AlreadyDone(Instant since) implements InboxResult {}

    /**
     * Somebody is at it, and may still fail: tell the sender to come back.
     *
     * @param remaining how long to wait at least, as far as it is known
     */
    record InProgress(Duration remaining) implements InboxResult {}
}
