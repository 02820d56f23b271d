package dev.safe4j.fanout;

import dev.safe4j.fanout.Outcome.Failure;
import dev.safe4j.fanout.Outcome.Kind;
import dev.safe4j.fanout.Outcome.Success;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * What became of all items, in the order of the input. Immutable.
 *
 * @param <T> what their work returns
 */
public final class Outcomes<T extends @Nullable Object> extends AbstractList<Outcome<T>> implements RandomAccess {

    private final List<Outcome<T>> outcomes;
    private final List<Integer> stillRunning;

    Outcomes(List<Outcome<T>> outcomes, List<Integer> stillRunning) {
        this.outcomes = List.copyOf(outcomes);
        this.stillRunning = List.copyOf(stillRunning);
    }

    @Override
    public Outcome<T> get(int index) {
        return outcomes.get(index);
    }

    @Override
    public int size() {
        return outcomes.size();
    }

    /**
     * Returns what succeeded.
     *
     * @return the values, in the order of the input
     */
    public List<T> values() {
        List<T> values = new ArrayList<>();
        for (Outcome<T> each : outcomes) {
            if (each instanceof Success<T> success) {
                values.add(success.value());
            }
        }
        return values;
    }

    /**
     * Returns what all items brought.
     *
     * @return the values, one for each item
     * @throws FanOutFailedException if one of them did not succeed; it lists all that did not
     */
    public List<T> orThrow() {
        long missed = outcomes.size() - count(Kind.SUCCESS);
        if (missed > 0) {
            throw failed(missed + " of " + size() + " items did not succeed");
        }
        return values();
    }

    /**
     * Returns how many items have an outcome of a kind.
     *
     * @param kind the kind
     * @return the number
     */
    public long count(Kind kind) {
        return outcomes.stream().filter(each -> each.kind() == kind).count();
    }

    /**
     * Returns whose work still ran when the call returned, though it had been interrupted and the grace had passed.
     *
     * @return the items' places in the input
     */
    public List<Integer> stillRunning() {
        return stillRunning;
    }

    /** The first failure is the cause, the others are suppressed. */
    @SuppressWarnings("ReferenceEquality") // an exception cannot suppress itself
    FanOutFailedException failed(String what) {
        FanOutFailedException failed = null;
        StringBuilder counts = new StringBuilder(what);
        for (Kind kind : Kind.values()) {
            counts.append(kind == Kind.SUCCESS ? ": " : ", ")
                    .append(count(kind))
                    .append(' ')
                    .append(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        for (Outcome<T> each : outcomes) {
            if (each instanceof Failure<T> failure) {
                if (failed == null) {
                    failed = new FanOutFailedException(counts.append('.').toString(), this, failure.cause());
                } else if (failure.cause() != failed.getCause()) {
                    failed.addSuppressed(failure.cause());
                }
            }
        }
        return failed == null ? new FanOutFailedException(counts.append('.').toString(), this, null) : failed;
    }
}
