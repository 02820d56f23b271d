package dev.safe4j.test.interleavings;

import java.io.Serial;

/** An order of steps broke an invariant, or a search could not say that none does. Its message is the report. */
public final class InterleavingViolation extends AssertionError {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Exploration exploration;

    InterleavingViolation(Exploration exploration) {
        super(
                exploration.toString(),
                exploration.finding() == null ? null : exploration.finding().cause());
        this.exploration = exploration;
    }

    /** {@return what the search did and found} */
    public Exploration exploration() {
        return exploration;
    }
}
