package dev.safe4j.retry;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Tells the {@link FaultClass} of a failure. Implementations are stateless and thread-safe, decide by codes and types and
 * never by message texts, and answer {@link FaultClass#PERMANENT} for what they do not know.
 */
@FunctionalInterface
public interface FaultClassifier {

    /**
     * Classifies a failure, looking through its causes.
     *
     * @param failure what was thrown
     * @return its class, never null
     */
    FaultClass classify(Throwable failure);

    /**
     * Returns the classifier that knows only the {@linkplain ClassifiedFault faults of this library}.
     *
     * @return the classifier; anything else is {@link FaultClass#PERMANENT} to it
     */
    static FaultClassifier declared() {
        return failure -> {
            Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
            for (Throwable each = failure; each != null && seen.add(each); each = each.getCause()) {
                if (each instanceof ClassifiedFault classified) {
                    return classified.faultClass();
                }
            }
            return FaultClass.PERMANENT;
        };
    }
}
