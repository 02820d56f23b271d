package dev.safe4j.counter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What a store keeps of a quota: how much was taken in each of the slots of time that count, and which of them is the newest. The rule of
 * all stores: those that say it in SQL or in a script say the same. Immutable.
 *
 * @param newest the number of the newest slot
 * @param counts what was taken: that of slot n stands at n modulo the number of slots
 */
public record Ring(long newest, List<Long> counts) {

    /** How many slots can count at most. */
    public static final int MOST_SLOTS = 9;

    /**
     * Makes a ring.
     *
     * @throws IllegalArgumentException if there are no slots, or too many
     */
    public Ring {
        if (counts.isEmpty() || counts.size() > MOST_SLOTS) {
            throw new IllegalArgumentException("1 to " + MOST_SLOTS + " slots count, and not " + counts.size() + ".");
        }
        counts = List.copyOf(counts);
    }

    /**
     * Makes a ring in which nothing was taken.
     *
     * @param slot the newest slot
     * @param slots how many count
     * @return the ring
     */
    public static Ring empty(long slot, int slots) {
        return new Ring(slot, Collections.nCopies(slots, 0L));
    }

    /**
     * Goes on to a slot. A clock that was set back changes nothing: what was taken in a slot to come counts.
     *
     * @param slot the present one
     * @return the ring without what does not count any more
     */
    public Ring at(long slot) {
        if (slot <= newest) {
            return this;
        }
        int size = counts.size();
        List<Long> left = new ArrayList<>(size);
        for (int place = 0; place < size; place++) {
            boolean isPassed = Math.floorMod(place - newest - 1, size) < slot - newest;
            left.add(isPassed ? 0L : counts.get(place));
        }
        return new Ring(slot, left);
    }

    /**
     * Takes, if no more than the limit counts then.
     *
     * @param slot the present one
     * @param amount how much
     * @param limit the most that may count
     * @return the ring after it; empty if it is refused
     */
    public Optional<Ring> take(long slot, long amount, long limit) {
        Ring present = at(slot);
        return present.total() <= limit - amount ? Optional.of(present.plus(amount)) : Optional.empty();
    }

    private Ring plus(long amount) {
        int place = Math.floorMod(newest, counts.size());
        List<Long> more = new ArrayList<>(counts);
        more.set(place, counts.get(place) + amount);
        return new Ring(newest, more);
    }

    /**
     * Adds up what counts.
     *
     * @return the sum
     */
    public long total() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Returns the slot from which on no more than so much counts, if nothing is taken until then.
     *
     * @param most how much
     * @return its number; the newest slot's, if that is so already
     */
    public long slotOf(long most) {
        long left = total();
        int size = counts.size();
        for (long oldest = newest - size + 1; left > most; oldest++) {
            left -= counts.get(Math.floorMod(oldest, size));
            if (left <= most) {
                return oldest + size;
            }
        }
        return newest;
    }
}
