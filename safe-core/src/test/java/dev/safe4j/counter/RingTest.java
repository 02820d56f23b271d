package dev.safe4j.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The ring against what it stands for: how much was taken in which slot. */
class RingTest {

    @Test
    void it_counts_what_was_taken_in_the_last_slots_and_nothing_else() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            int slots = 1 + random.nextInt(Ring.MOST_SLOTS);
            long slot = 1_000 + random.nextInt(100);
            Ring ring = Ring.empty(slot, slots);
            TreeMap<Long, Long> taken = new TreeMap<>();
            for (int step = 0; step < 60; step++) {
                slot += random.nextInt(step % 10 == 0 ? 2 * slots + 2 : 3);
                long counting = taken.tailMap(slot - slots, false).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                assertThat(ring.at(slot).total()).isEqualTo(counting);
                long amount = 1 + random.nextInt(4);
                Optional<Ring> after = ring.take(slot, amount, 10);
                assertThat(after.isPresent()).isEqualTo(counting + amount <= 10);
                if (after.isPresent()) {
                    taken.merge(slot, amount, Long::sum);
                    ring = after.get();
                }
                assertThat(ring.at(slot).slotOf(5)).isEqualTo(firstSlot(taken, slot, slots, 5));
            }
        }
    }

    private static long firstSlot(TreeMap<Long, Long> taken, long from, int slots, long most) {
        for (long slot = from; ; slot++) {
            long counting = taken.tailMap(slot - slots, false).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            if (counting <= most) {
                return slot;
            }
        }
    }

    @Test
    void a_clock_that_was_set_back_counts_in_the_newest_slot() {
        Ring ring = Ring.empty(100, 3).take(100, 4, 10).orElseThrow();
        Ring later = ring.take(50, 5, 10).orElseThrow();
        assertThat(later.newest()).isEqualTo(100);
        assertThat(later.total()).isEqualTo(9);
        assertThat(later.take(40, 2, 10)).isEmpty();
        assertThat(later.at(102).total()).isEqualTo(9);
        assertThat(later.at(103).total()).isZero();
    }

    @Test
    void one_of_no_slots_or_too_many_is_none() {
        assertThatThrownBy(() -> new Ring(1, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ring(1, Collections.nCopies(10, 0L))).isInstanceOf(IllegalArgumentException.class);
    }
}
