package dev.safe4j.jdbc.reservation;

import dev.safe4j.retry.ClassifiedFault;
import dev.safe4j.retry.FaultClass;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says that what was put aside has been given back and may be somebody else's by now. Nothing was changed; what was done for it
 * elsewhere, such as a charge, has to be undone.
 *
 * @see "docs/patterns/lock-held-over-call.md"
 */
public final class HoldOverException extends RuntimeException implements ClassifiedFault {

    private static final long serialVersionUID = 1L;

    private final String id;
    private final @Nullable HoldState state;

    HoldOverException(String id, @Nullable HoldState state) {
        super("hold " + id + " cannot be confirmed: it "
                + (state == null
                        ? "is not there (any more)"
                        : "was " + state.name().toLowerCase(java.util.Locale.ROOT))
                + ". What it had put aside may be somebody else's: undo what was done for it, or reserve again.");
        this.id = id;
        this.state = state;
    }

    /**
     * Returns which hold.
     *
     * @return its id
     */
    public String id() {
        return id;
    }

    /**
     * Returns what has become of it.
     *
     * @return its state; empty if it is not there
     */
    public Optional<HoldState> state() {
        return Optional.ofNullable(state);
    }

    @Override
    public FaultClass faultClass() {
        return FaultClass.PERMANENT;
    }
}
