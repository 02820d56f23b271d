package dev.safe4j.update;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an insert-if-absent did. Immutable. */
public sealed interface InsertResult {

    /** The row was not there and is now. */
    record Inserted() implements InsertResult {}

    /**
     * A row with the same unique key is there already; nothing was written, and the caller's transaction can go on.
     *
     * @param table the table
     * @param violated the unique constraint's name as the database has it, null if it was not asked for
     */
    record Duplicate(String table, @Nullable String violated) implements InsertResult {

        /**
         * Returns which unique constraint was met.
         *
         * @return its name as the database has it, empty if it was not asked for
         */
        public Optional<String> constraint() {
            return Optional.ofNullable(violated);
        }
    }

    /**
     * Tells whether the row was inserted.
     *
     * @return true for {@link Inserted}
     */
    default boolean isInserted() {
        return this instanceof Inserted;
    }

    /**
     * Throws the caller's own exception if the row was there already.
     *
     * @param duplicate makes the exception
     * @param <X> its type
     * @throws X if the row was there already
     */
    default <X extends Throwable> void orThrow(Supplier<? extends X> duplicate) throws X {
        if (this instanceof Duplicate) {
            throw duplicate.get();
        }
    }

    /**
     * Throws if the row was there already.
     *
     * @throws DuplicateRowException naming the table, and the constraint if it was asked for
     */
    default void orThrow() {
        if (this instanceof Duplicate duplicate) {
            throw new DuplicateRowException(duplicate);
        }
    }
}
