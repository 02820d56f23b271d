package dev.safe4j.counter;

import dev.safe4j.retry.ClassifiedFault;
import dev.safe4j.retry.FaultClass;
import java.time.Duration;

/**
 * Says that a thread got no number, as the wait for another that fetches them was over or interrupted. No number is lost by it. After an
 * interrupt, the thread's interrupt flag is set.
 *
 * @see "docs/patterns/sequence-race.md"
 */
public final class SequenceUnavailableException extends RuntimeException implements ClassifiedFault {

    private static final long serialVersionUID = 1L;

    private SequenceUnavailableException(String message) {
        super(message);
    }

    static SequenceUnavailableException timedOut(String name, Duration wait) {
        return new SequenceUnavailableException("sequence '" + name + "' had no number within " + wait.toMillis()
                + " ms: another thread of this process is fetching the next block, and the store is slow. Wait longer, or"
                + " make the block larger.");
    }

    static SequenceUnavailableException interrupted(String name) {
        return new SequenceUnavailableException("the wait for the next block of sequence '" + name
                + "' was interrupted: another thread of this process is fetching it.");
    }

    @Override
    public FaultClass faultClass() {
        return FaultClass.TRANSIENT;
    }
}
