package dev.safe4j.test.race;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A race showed a fault: an invariant does not hold, a caller never came back, or an assertion about the outcomes fails.
 *
 * <p>The message has the round, its outcomes counted, and the seed of the think times if there are any. Suppressed in it is
 * one exception of each class that a caller of that round threw.
 */
public final class RaceViolation extends AssertionError {

    private static final long serialVersionUID = 1;

    private final int round;

    RaceViolation(String message, int round, @Nullable Throwable cause, List<Throwable> thrown) {
        super(message, cause);
        this.round = round;
        thrown.forEach(this::addSuppressed);
    }

    /**
     * Returns the first round that shows the fault.
     *
     * @return the round, from 1; empty if it is a fault of all rounds together
     */
    public OptionalInt round() {
        return round == 0 ? OptionalInt.empty() : OptionalInt.of(round);
    }
}
