package dev.safe4j.shop.unboundedfanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EngravingsTest {

    private static final String CALLER = "caller: UnsafeEngravings.engrave";
    private static final String MACHINE = "the machine";
    private static final int PLACES = 8;
    private static final int ORDERED = 100;

    private final Gate busy = new Gate();
    private final AtomicInteger atWork = new AtomicInteger();
    private final AtomicInteger engraved = new AtomicInteger();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final AtomicInteger read = new AtomicInteger();
    private final List<String> names =
            IntStream.range(0, ORDERED).mapToObj(i -> "name " + i).toList();

    private void engrave(String name) {
        if (atWork.incrementAndGet() > PLACES) {
            turnedAway.incrementAndGet();
            busy.pass();
            throw new IllegalStateException("no place for " + name);
        }
        busy.pass();
        engraved.incrementAndGet();
        atWork.decrementAndGet();
    }

    @Test
    void unsafe_begins_all_at_once() {
        Recording recording = new Recording(CALLER, MACHINE);
        Visitor caller = Visitor.starts("caller", () -> new UnsafeEngravings(this::engrave).engrave(names));
        busy.awaitArrivals(ORDERED);
        recording.note(CALLER, "engrave(100 names): a thread for each, and all of them go to the machine");
        assertThat(atWork).hasValue(ORDERED);
        recording.note(MACHINE, "has 8 places: 92 are turned away, and whoever else comes");
        busy.open();
        assertThat(caller.failure()).isInstanceOf(CompletionException.class).hasMessageContaining("no place for");
        assertThat(turnedAway).hasValue(ORDERED - PLACES);
        recording.assertOnPage("unbounded-fan-out", "8 of 100 engraved");
    }

    @Test
    void safe_begins_as_many_as_there_is_room_for_and_reads_no_further() {
        Visitor caller = Visitor.starts(
                "caller",
                () -> new SafeEngravings(PLACES, this::engrave)
                        .engrave(() -> names.stream()
                                .peek(each -> read.incrementAndGet())
                                .iterator()));
        busy.awaitArrivals(PLACES);
        assertThat(caller.isDone()).isFalse();
        assertThat(atWork).hasValue(PLACES);
        assertThat(read).hasValueLessThanOrEqualTo(2 * PLACES);
        busy.open();
        caller.finish();
        assertThat(turnedAway).hasValue(0);
        assertThat(engraved).hasValue(ORDERED);
        assertThat(read).hasValue(ORDERED);
    }
}
