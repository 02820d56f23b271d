package dev.safe4j.test.history;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How far an order has come: every answered operation before {@code first} is placed, {@code first} is not, and of those
 * behind it only the ones {@code ahead}, which are as few as there are clients.
 */
final class Place<S> {

    static final int[] NONE = {};

    final int first;
    final S state;
    private final int[] ahead;
    private final int hash;

    Place(int first, int[] ahead, S state) {
        this.first = first;
        this.ahead = ahead;
        this.state = state;
        hash = (first * 31 + Arrays.hashCode(ahead)) * 31 + state.hashCode();
    }

    boolean isAhead(int number) {
        return Arrays.binarySearch(ahead, number) >= 0;
    }

    Place<S> with(S next) {
        return new Place<>(first, ahead, next);
    }

    Place<S> with(int number, S next) {
        if (number != first) {
            int[] more = Arrays.copyOf(ahead, ahead.length + 1);
            more[ahead.length] = number;
            Arrays.sort(more);
            return new Place<>(first, more, next);
        }
        int skipped = 0;
        while (skipped < ahead.length && ahead[skipped] == first + 1 + skipped) {
            skipped++;
        }
        int[] rest = skipped == ahead.length ? NONE : Arrays.copyOfRange(ahead, skipped, ahead.length);
        return new Place<>(first + 1 + skipped, rest, next);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Place<?> place
                && hash == place.hash
                && first == place.first
                && Arrays.equals(ahead, place.ahead)
                && state.equals(place.state);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
