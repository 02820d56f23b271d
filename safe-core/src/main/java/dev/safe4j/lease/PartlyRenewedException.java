package dev.safe4j.lease;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says that a store renewed leases in several places, and some of these did not answer. What the others said holds. The first failure is its
 * cause; one of each other type is suppressed in it.
 *
 * @see "docs/patterns/lost-lease.md"
 */
public final class PartlyRenewedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<@Nullable Boolean> answers;

    /**
     * Makes the exception.
     *
     * @param answers for each lease that was asked for, in the same order, whether it was renewed; null where that is not known
     * @param cause the first failure
     */
    public PartlyRenewedException(List<@Nullable Boolean> answers, Throwable cause) {
        super(
                unanswered(answers) + " of " + answers.size() + " leases may not have been renewed ("
                        + cause.getMessage() + "): ask again for those. Of the others the store has told.",
                cause);
        this.answers = Collections.unmodifiableList(new ArrayList<>(answers));
    }

    private static long unanswered(List<@Nullable Boolean> answers) {
        return answers.stream().filter(Objects::isNull).count();
    }

    /**
     * Returns what the store said of each lease.
     *
     * @return in the order in which they were asked for, whether each was renewed: false means that it is lost and nothing was written, null
     *     that it may have been renewed; empty after a serialisation
     */
    @SuppressWarnings("NullAway") // it is null after a serialisation alone
    public List<@Nullable Boolean> answers() {
        return answers == null ? List.of() : answers;
    }
}
