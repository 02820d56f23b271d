package dev.safe4j.update;

import dev.safe4j.retry.ClassifiedFault;
import dev.safe4j.retry.FaultClass;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row with the same unique key is there already. Nothing was written; its class is {@link FaultClass#DUPLICATE}.
 *
 * @see "docs/patterns/unique-race.md"
 */
public final class DuplicateRowException extends RuntimeException implements ClassifiedFault {

    private static final long serialVersionUID = 1;

    private final @Nullable String constraint;

    DuplicateRowException(InsertResult.Duplicate duplicate) {
        super("a row with the same unique key is already in " + duplicate.table()
                + duplicate
                        .constraint()
                        .map(name -> " (constraint '" + name + "')")
                        .orElse("") + ".");
        this.constraint = duplicate.violated();
    }

    /**
     * Returns which unique constraint was met.
     *
     * @return its name, empty if it was not asked for
     */
    public Optional<String> constraint() {
        return Optional.ofNullable(constraint);
    }

    @Override
    public FaultClass faultClass() {
        return FaultClass.DUPLICATE;
    }
}
