package dev.safe4j.jdbc.reservation;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Schema;
import dev.safe4j.jdbc.transaction.Transactions;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Quantities of one table's rows that are put aside while something else is asked, which takes long: a stock, seats, money. Immutable
 * and thread-safe.
 *
 * <p>Every step is one short transaction of its own; inside a transaction of the caller's they refuse to run.
 */
public final class Reservations {

    /** How long a hold lasts, unless said otherwise. */
    public static final Duration DEFAULT_TIME = Duration.ofMinutes(10);

    private static final int LONGEST_FRACTION = 9; // as the table has it

    private final Holds holds;

    private Reservations(Holds holds) {
        this.holds = holds;
    }

    /**
     * Makes reservations of a table's quantity, with holds in {@code safe4j_hold}. Holds of the same column of the same table are the same
     * holds, however the names are spelled: they are told by the names as the database has them, {@code sweet.stock}, with the schema
     * before them where the table is in another one than {@code safe4j_hold}.
     *
     * @param transactions over the database of the table
     * @param database the same
     * @param table the table
     * @param key its primary key, of one column of whole numbers, decimals, text or UUID: what comes back from the text that a hold
     *     keeps of it
     * @param quantity the column that is counted down, never below zero
     * @return the reservations
     * @throws dev.safe4j.jdbc.UnknownNameException if there is no such table or column
     * @throws dev.safe4j.jdbc.SchemaMissingException if the table of the holds is not there
     * @throws IllegalArgumentException if the key is not unique or of another type, the quantity no number, or the name of the two, with
     *     a dot between them, longer than 200 characters
     */
    public static Reservations on(
            Transactions transactions, Database database, String table, String key, String quantity) {
        return new Reservations(new Holds(transactions, database, new Holds.Resource(table, key, quantity)));
    }

    /**
     * Returns the table of the holds, with the statements that create it.
     *
     * @param database where
     * @return the schema
     */
    public static Schema schema(Database database) {
        return Holds.schema(database);
    }

    /**
     * Begins a reservation.
     *
     * @param key the row
     * @param amount how much of it, more than zero
     * @return the reservation, of ten minutes unless said otherwise
     * @throws IllegalArgumentException if the amount is zero or less, or has more than nine digits behind the point
     */
    public Reserving take(Object key, Number amount) {
        Objects.requireNonNull(key, "the key of the row is null");
        BigDecimal exact = new BigDecimal(amount.toString());
        if (exact.signum() <= 0 || exact.stripTrailingZeros().scale() > LONGEST_FRACTION) {
            throw new IllegalArgumentException("more than nothing is put aside, in at most " + LONGEST_FRACTION
                    + " digits behind the point, and not " + amount + ".");
        }
        return new Reserving(holds, key, amount, DEFAULT_TIME);
    }

    /**
     * Returns a hold that another process has made, to confirm or cancel it here.
     *
     * @param id its id
     * @return the hold; it is not looked up before it is used
     */
    public Hold hold(String id) {
        return new Hold(holds, id);
    }

    /**
     * Tells what has become of a hold.
     *
     * @param id its id
     * @return its state; empty if there is none such, or it was purged
     */
    public Optional<HoldState> state(String id) {
        return holds.state(id);
    }

    /**
     * Gives back what is held beyond its time. Safe to run in many processes at once: each hold is given back once. One that cannot
     * be given back stays held and keeps none of the others; it is tried again in the next call.
     *
     * @param atMost how many holds to give back in this call, 1 to 10,000, each in a transaction of its own
     * @return how many were given back
     * @throws IllegalArgumentException if the number is out of that
     * @throws org.springframework.dao.DataAccessException if some could not be given back: the first one's, with those of others
     *     suppressed; all others are given back, unless the connection was lost
     */
    public int sweep(int atMost) {
        return holds.sweep(checked(atMost));
    }

    /**
     * Deletes holds that were confirmed or given back and whose time is over for a while. Holds that are not decided stay.
     *
     * @param idle for how long, a minute or more
     * @param atMost how many in this call, 1 to 10,000
     * @return how many were deleted
     * @throws IllegalArgumentException if one is out of that
     */
    public int purge(Duration idle, int atMost) {
        if (idle.toMinutes() < 1) {
            throw new IllegalArgumentException("holds are purged that ended a minute ago or more, not " + idle + ".");
        }
        return holds.purge(idle, checked(atMost));
    }

    private static int checked(int atMost) {
        if (atMost < 1 || atMost > 10_000) {
            throw new IllegalArgumentException("1 to 10,000 holds are taken in a call, and not " + atMost + ".");
        }
        return atMost;
    }
}
