package dev.safe4j.update;

import dev.safe4j.retry.FaultClass;
import org.jspecify.annotations.Nullable;

/**
 * A versioned write met another version than the one that was read: somebody else saved in between. Nothing was written. Its
 * class is {@link FaultClass#CONFLICT}: read again, in a new transaction, and decide again.
 *
 * @see "docs/patterns/lost-update.md"
 */
public final class StaleVersionException extends UpdateRefusedException {

    private static final long serialVersionUID = 1;

    private final transient Object expected;
    private final transient @Nullable Object present;

    StaleVersionException(Refusal.StaleVersion refusal) {
        super(
                refusal.row() + " was changed: expected version " + refusal.expected() + ", found " + refusal.present()
                        + ". Read it again and retry, or use versioned.change.",
                refusal);
        this.expected = refusal.expected();
        this.present = refusal.present();
    }

    /**
     * Returns the version that the caller had read.
     *
     * @return the version
     */
    public Object expected() {
        return expected;
    }

    /**
     * Returns the version found in the row.
     *
     * @return the version, null if the column is null
     */
    public @Nullable Object present() {
        return present;
    }

    @Override
    public FaultClass faultClass() {
        return FaultClass.CONFLICT;
    }
}
