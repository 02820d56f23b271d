package dev.safe4j.shop.sequentialcalls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.fanout.FanOutFailedException;
import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import dev.safe4j.shop.sequentialcalls.Offers.Supplier;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OffersTest {

    private static final String CALLER = "request: UnsafeOffers.of";
    private static final String SUPPLIERS = "suppliers";
    private static final int NUMBER = 4;

    private final List<Gate> gates = Stream.generate(Gate::new).limit(NUMBER).toList();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger stopped = new AtomicInteger();
    private final List<Supplier> suppliers =
            IntStream.range(0, NUMBER).mapToObj(this::supplier).toList();

    /** Answers when its gate is opened; ends at an interrupt, as a client of HTTP does. */
    private Supplier supplier(int number) {
        return sweet -> {
            asked.incrementAndGet();
            try {
                gates.get(number).passUnlessInterrupted();
            } catch (CancellationException interrupted) {
                stopped.incrementAndGet();
                throw interrupted;
            }
            return 100 + number;
        };
    }

    @Test
    void unsafe_asks_the_next_when_the_one_before_has_answered() {
        Recording recording = new Recording(CALLER, SUPPLIERS);
        Visitor request = Visitor.starts("request", () -> new UnsafeOffers(suppliers).of("Nougat"));
        for (int i = 0; i < NUMBER; i++) {
            gates.get(i).awaitArrival();
            recording.note(CALLER, "asks supplier " + (i + 1) + ", and waits");
            assertThat(asked).hasValue(i + 1);
            gates.get(i).open();
            recording.note(SUPPLIERS, "supplier " + (i + 1) + " answers");
        }
        request.finish();
        recording.assertOnPage("sequential-calls", "the sum of four waits, and never more than one supplier at work");
    }

    @Test
    void safe_has_asked_all_before_one_has_answered() {
        AtomicInteger sum = new AtomicInteger();
        Visitor request = Visitor.starts("request", () -> {
            List<Integer> prices = new SafeOffers(suppliers).of("Nougat");
            assertThat(prices).containsExactly(100, 101, 102, 103);
            sum.set(prices.size());
        });
        gates.forEach(Gate::awaitArrival);
        assertThat(request.isDone()).isFalse();
        gates.forEach(Gate::open);
        request.finish();
        assertThat(sum).hasValue(NUMBER);
    }

    @Test
    void safe_stops_the_others_when_one_fails() {
        Supplier broken = sweet -> {
            gates.subList(1, NUMBER).forEach(Gate::awaitArrival);
            throw new IllegalStateException("no such sweet");
        };
        List<Supplier> oneBroken =
                Stream.concat(Stream.of(broken), suppliers.stream().skip(1)).toList();
        Visitor request = Visitor.starts("request", () -> new SafeOffers(oneBroken).of("Nougat"));
        assertThat(request.failure()).isInstanceOf(FanOutFailedException.class).hasRootCauseMessage("no such sweet");
        assertThat(stopped).hasValue(NUMBER - 1);
    }
}
