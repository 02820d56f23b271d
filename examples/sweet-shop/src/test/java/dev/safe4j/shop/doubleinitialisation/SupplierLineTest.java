package dev.safe4j.shop.doubleinitialisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.shop.doubleinitialisation.SupplierLine.Line;
import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SupplierLineTest {

    private static final String FIRST = "request 1: UnsafeSupplierLine.order";
    private static final String SECOND = "request 2: UnsafeSupplierLine.order";

    private final Gate slow = new Gate();
    private final AtomicInteger opened = new AtomicInteger();
    private final Set<Line> open = ConcurrentHashMap.newKeySet();

    private final class OneLine implements Line {

        @Override
        public String say(String order) {
            return order + " is on its way";
        }

        @Override
        public void close() {
            open.remove(this);
        }
    }

    /** The first who opens a line waits at the gate. */
    private Line connect() {
        if (opened.incrementAndGet() == 1) {
            slow.pass();
        }
        Line line = new OneLine();
        open.add(line);
        return line;
    }

    @Test
    void unsafe_opens_two_lines_and_closes_one() {
        Recording recording = new Recording(FIRST, SECOND);
        SupplierLine supplier = new UnsafeSupplierLine(this::connect);
        Visitor first = Visitor.starts("request 1", () -> supplier.order("Nougat"));
        slow.awaitArrival();
        recording.note(FIRST, "line == null → true; opens a line");
        assertThat(supplier.order("Toffee")).isEqualTo("Toffee is on its way");
        recording.note(SECOND, "line == null → true; opens a line, orders on it");
        slow.open();
        first.finish();
        recording.note(FIRST, "line = its own: nobody knows the other one any more");
        assertThat(opened).hasValue(2);
        supplier.close();
        assertThat(open).hasSize(1);
        recording.assertOnPage("double-initialisation", "two lines opened, one closed with the shop");
    }

    @Test
    void safe_opens_one_and_closes_it() {
        try (SupplierLine supplier = new SafeSupplierLine(this::connect)) {
            Visitor first = Visitor.starts("request 1", () -> supplier.order("Nougat"));
            slow.awaitArrival();
            Visitor second =
                    Visitor.starts("request 2", () -> supplier.order("Toffee")).awaitState(Thread.State.TIMED_WAITING);
            assertThat(second.isDone()).isFalse();
            slow.open();
            first.finish();
            second.finish();
            assertThat(opened).hasValue(1);
            assertThat(open).hasSize(1);
        }
        assertThat(open).isEmpty();
    }

    @Test
    void safe_tries_again_after_a_failure() {
        AtomicInteger tries = new AtomicInteger();
        slow.open();
        try (SupplierLine supplier = new SafeSupplierLine(() -> {
            if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("engaged");
            }
            return connect();
        })) {
            assertThatThrownBy(() -> supplier.order("Nougat")).hasMessage("engaged");
            assertThat(supplier.order("Nougat")).isEqualTo("Nougat is on its way");
            assertThat(tries).hasValue(2);
        }
    }
}
