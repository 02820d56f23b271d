package dev.safe4j.jdbc.reservation;

import dev.safe4j.update.UpdateResult;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** A reservation in the making. Immutable and thread-safe. */
public final class Reserving {

    private final Holds holds;
    private final Object key;
    private final Number amount;
    private final Duration time;

    Reserving(Holds holds, Object key, Number amount, Duration time) {
        this.holds = holds;
        this.key = key;
        this.amount = amount;
        this.time = time;
    }

    /**
     * Sets after which time it may be swept: longer than the call that it is made for may take.
     *
     * @param length a second to 30 days
     * @return the reservation with it
     * @throws IllegalArgumentException if it is out of that
     */
    public Reserving until(Duration length) {
        Objects.requireNonNull(length, "the time of a hold is null");
        if (length.toSeconds() < 1 || length.compareTo(Duration.ofDays(30)) > 0) {
            throw new IllegalArgumentException("a hold lasts a second to 30 days, and not " + length + ".");
        }
        return new Reserving(holds, key, amount, length);
    }

    /**
     * Puts it aside, in a transaction of its own.
     *
     * @return the hold, to be confirmed or closed
     * @throws IllegalArgumentException if the key does not fit its column, has more than 255 characters or would not come back from its
     *     text; nothing was changed
     * @throws dev.safe4j.update.UpdateRefusedException if there is less than that; nothing was changed
     * @throws dev.safe4j.update.RowMissingException if there is no such row
     * @throws dev.safe4j.jdbc.transaction.InsideTransactionException inside a transaction: with it, what is held would be held over the
     *     call
     * @throws dev.safe4j.retry.OutcomeUnknownException if the answer was lost: what was put aside, if it was, is swept after its time
     */
    public Hold reserve() {
        String id = Holds.newId();
        holds.reserve(id, key, amount, time).orThrow();
        return new Hold(holds, id);
    }

    /**
     * Puts it aside, in a transaction of its own, if there is enough.
     *
     * @return the hold, to be confirmed or closed; empty if there is less than that
     * @throws IllegalArgumentException as for {@link #reserve()}
     * @throws dev.safe4j.update.RowMissingException if there is no such row
     */
    public Optional<Hold> tryReserve() {
        String id = Holds.newId();
        UpdateResult result = holds.reserve(id, key, amount, time);
        if (result instanceof UpdateResult.Refused) {
            return Optional.empty();
        }
        result.orThrow();
        return Optional.of(new Hold(holds, id));
    }
}
