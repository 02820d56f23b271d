package dev.safe4j.jdbc.reservation;

import dev.safe4j.jdbc.SqlFaults;
import dev.safe4j.retry.FaultClass;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One sweep of the holds that are over, the oldest first. A hold that cannot be given back (its row has a CHECK against it) keeps none
 * of the younger ones: it is told at the end. For one thread.
 */
final class Sweep {

    private static final int MOST_TOLD = 10;

    private final Holds holds;
    private final SqlFaults faults;
    private final Set<String> failed = new HashSet<>();
    private @Nullable RuntimeException first;

    Sweep(Holds holds, SqlFaults faults) {
        this.holds = holds;
        this.faults = faults;
    }

    /** Those that fail are not counted, or as many of them as are swept at a time would hold up the others for ever. */
    int run(int atMost) {
        int swept = 0;
        boolean goesOn = true;
        while (goesOn) {
            int before = failed.size();
            for (String id : next(atMost - swept)) {
                swept += giveBack(id) ? 1 : 0;
            }
            goesOn = failed.size() > before && swept < atMost;
        }
        if (first != null) {
            throw first;
        }
        return swept;
    }

    private List<String> next(int atMost) {
        return holds.over(atMost + failed.size()).stream()
                .filter(id -> !failed.contains(id))
                .toList();
    }

    private boolean giveBack(String id) {
        try {
            return holds.sweepBack(id);
        } catch (RuntimeException failure) {
            tell(failure);
            FaultClass fault = faults.classify(failure);
            if (fault == FaultClass.CONNECTION || fault == FaultClass.AMBIGUOUS) {
                throw first == null ? failure : first; // the next one would meet it too
            }
            failed.add(id);
            return false;
        }
    }

    @SuppressWarnings("ReferenceEquality") // an exception cannot suppress itself
    private void tell(RuntimeException failure) {
        if (first == null) {
            first = failure;
        } else if (first != failure && first.getSuppressed().length < MOST_TOLD) {
            first.addSuppressed(failure);
        }
    }
}
