package dev.safe4j.update;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a conditional or versioned write did: it was applied, or refused, or its row is missing. Immutable. */
public sealed interface UpdateResult {

    /**
     * The row met the check and was written.
     *
     * @param values the returned columns after the write, empty if none were asked for
     * @param newVersion the row's version after a versioned update; null for other writes and after a delete
     */
    record Applied(Row values, @Nullable Object newVersion) implements UpdateResult {

        /** The answer of a write that returns nothing: most of them. */
        public static final Applied PLAIN = new Applied(Row.empty(), null);

        /**
         * Returns the row's version after a versioned update.
         *
         * @return the version
         * @throws IllegalStateException if the write was not a versioned update
         */
        public Object version() {
            if (newVersion == null) {
                throw new IllegalStateException("the write has no new version: it was not a versioned update.");
            }
            return newVersion;
        }
    }

    /**
     * The row is there and did not meet the check; nothing was written.
     *
     * @param refusal why
     */
    record Refused(Refusal refusal) implements UpdateResult {}

    /**
     * There is no such row; nothing was written.
     *
     * @param row its table and key
     */
    record Missing(RowId row) implements UpdateResult {}

    /**
     * Tells whether the write was applied.
     *
     * @return true for {@link Applied}
     */
    default boolean isApplied() {
        return this instanceof Applied;
    }

    /**
     * Returns the applied write, or throws what happened instead.
     *
     * @return the applied write
     * @throws StaleVersionException if the version was stale
     * @throws UpdateRefusedException if it was refused for another reason
     * @throws RowMissingException if there is no such row
     */
    default Applied orThrow() {
        return orThrow(
                () -> ((Refused) this).refusal().toException(), () -> new RowMissingException(((Missing) this).row()));
    }

    /**
     * Returns the applied write, or throws the caller's own exception if it was refused.
     *
     * @param refused makes the exception for a refusal
     * @param <X> the type of that exception
     * @return the applied write
     * @throws X if the write was refused
     * @throws RowMissingException if there is no such row
     */
    default <X extends Throwable> Applied orThrow(Supplier<? extends X> refused) throws X {
        if (this instanceof Missing missing) {
            throw new RowMissingException(missing.row());
        }
        return orThrow(refused, refused);
    }

    /**
     * Returns the applied write, or throws one of the caller's own exceptions.
     *
     * @param refused makes the exception for a refusal
     * @param missing makes the exception for a missing row
     * @param <X> the type of these exceptions
     * @return the applied write
     * @throws X if the write was refused or the row is missing
     */
    default <X extends Throwable> Applied orThrow(Supplier<? extends X> refused, Supplier<? extends X> missing)
            throws X {
        if (this instanceof Applied applied) {
            return applied;
        }
        throw this instanceof Refused ? refused.get() : missing.get();
    }
}
