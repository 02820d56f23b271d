package dev.safe4j.fanout;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says that not all items succeeded that had to. The first failure is its cause, the others are suppressed in it.
 *
 * @see "docs/patterns/partial-failure.md"
 */
public final class FanOutFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<? extends Outcome<?>> outcomes;

    FanOutFailedException(String message, List<? extends Outcome<?>> outcomes, @Nullable Throwable cause) {
        super(message, cause);
        this.outcomes = outcomes;
    }

    /**
     * Returns what became of all items.
     *
     * @return the outcomes, in the order of the input; empty after a serialisation
     */
    @SuppressWarnings("NullAway") // it is null after a serialisation alone
    public List<? extends Outcome<?>> outcomes() {
        return outcomes == null ? List.of() : outcomes;
    }
}
