package dev.safe4j.test.interleavings;

import dev.safe4j.test.schedule.Actors.Outcome;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What became of the actors in one order.
 *
 * @param actors in the order of their declaration, without the events of the environment
 */
public record Outcomes(List<Outcome> actors) {

    /** Copies the list. */
    public Outcomes {
        actors = List.copyOf(actors);
    }

    /** {@return how many returned, with whatever value} */
    public long successes() {
        return actors.stream().filter(actor -> actor.failure() == null).count();
    }

    /**
     * Counts the failures of a kind.
     *
     * @param type of the exception or of one of its causes
     * @return how many actors failed with it
     */
    public long failures(Class<? extends Throwable> type) {
        return actors.stream().filter(actor -> isA(actor.failure(), type)).count();
    }

    /**
     * Returns what an actor returned.
     *
     * @param actor its name
     * @return its value; null if it failed or returned null
     * @throws IllegalArgumentException if there is no such actor
     */
    public @Nullable Object valueOf(String actor) {
        return actors.stream()
                .filter(each -> each.name().equals(actor))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no actor '" + actor + "'"))
                .value();
    }

    static boolean isA(@Nullable Throwable failure, Class<? extends Throwable> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return true;
            }
        }
        return false;
    }

    /** The SQLState and code of the first SQL error among the causes; null if there is none. */
    static @Nullable String sqlError(@Nullable Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql) {
                return sql.getErrorCode() == 0
                                || String.valueOf(sql.getErrorCode()).equals(sql.getSQLState())
                        ? sql.getSQLState()
                        : sql.getSQLState() + "/" + sql.getErrorCode();
            }
        }
        return null;
    }

    static String describe(Outcome outcome) {
        Throwable failure = outcome.failure();
        if (failure == null) {
            return "ok";
        }
        String error = sqlError(failure);
        return failure.getClass().getSimpleName() + (error == null ? "" : " (" + error + ")");
    }

    /** Returns, actor by actor, "ok" or the class of the failure with its SQLState. */
    @Override
    public String toString() {
        return actors.stream()
                .map(actor -> actor.name() + ": " + describe(actor))
                .collect(Collectors.joining(", "));
    }
}
