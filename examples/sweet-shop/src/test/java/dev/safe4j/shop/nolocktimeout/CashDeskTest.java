package dev.safe4j.shop.nolocktimeout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.lock.LockTimeoutException;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CashDeskTest {

    private static final String FIRST = "request 1: UnsafeCashDesk.pay";
    private static final String OTHERS = "requests 2 to 9: UnsafeCashDesk.pay";

    private final Gate hangs = new Gate();

    private void read(String card) {
        if (card.equals("bent")) {
            hangs.pass();
        }
    }

    private List<Visitor> others(CashDesk desk) {
        return IntStream.rangeClosed(2, 9)
                .mapToObj(i -> Visitor.starts("request " + i, () -> desk.pay("flat")))
                .toList();
    }

    @Test
    void unsafe_piles_up_threads_behind_a_card_that_is_stuck() {
        Recording recording = new Recording(FIRST, OTHERS);
        CashDesk desk = new UnsafeCashDesk(this::read);
        Visitor first = Visitor.starts("request 1", () -> desk.pay("bent"));
        hangs.awaitArrival();
        recording.note(FIRST, "lock() → held; the card is bent, the terminal does not answer");
        List<Visitor> others = others(desk);
        others.forEach(each -> each.awaitState(Thread.State.WAITING));
        recording.note(OTHERS, "lock() → wait, each with a thread of the server");
        assertThat(others).noneMatch(Visitor::isDone);
        hangs.open();
        first.finish();
        others.forEach(Visitor::finish);
        recording.assertOnPage("no-lock-timeout", "nine threads wait, nobody is told anything");
    }

    @Test
    void safe_tells_who_cannot_wait_any_longer() {
        try (Locks locks = Locks.on(new MemoryLockStore())) {
            CashDesk desk = new SafeCashDesk(locks, Duration.ofMillis(200), this::read);
            Visitor first = Visitor.starts("request 1", () -> desk.pay("bent"));
            hangs.awaitArrival();
            List<Visitor> others = others(desk);
            assertThat(others)
                    .allSatisfy(each -> assertThat(each.failure())
                            .isInstanceOf(LockTimeoutException.class)
                            .hasMessageContaining("lock 'cash-desk' was not free within")
                            .hasMessageContaining("held since"));
            assertThat(first.isDone()).isFalse();
            hangs.open();
            first.finish();
            desk.pay("flat");
        }
    }
}
