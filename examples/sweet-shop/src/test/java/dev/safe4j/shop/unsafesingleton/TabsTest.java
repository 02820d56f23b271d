package dev.safe4j.shop.unsafesingleton;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import org.junit.jupiter.api.Test;

class TabsTest {

    private static final String FIRST = "request 1: UnsafeTabs.put";
    private static final String SECOND = "request 2: UnsafeTabs.put";

    private final Gate slow = new Gate();

    private int price(String sweet) {
        if (sweet.equals("Nougat")) {
            slow.pass();
            return 200;
        }
        return 150;
    }

    @Test
    void unsafe_loses_what_was_put_on_the_tab_meanwhile() {
        Recording recording = new Recording(FIRST, SECOND);
        Tabs tabs = new UnsafeTabs(this::price);
        Visitor first = Visitor.starts("request 1", () -> tabs.put("Ann", "Nougat"));
        slow.awaitArrival();
        recording.note(FIRST, "getOrDefault(Ann, 0) → 0; asks what Nougat costs");
        tabs.put("Ann", "Toffee");
        recording.note(SECOND, "getOrDefault(Ann, 0) → 0; put(Ann, 150)");
        assertThat(tabs.of("Ann")).isEqualTo(150);
        slow.open();
        first.finish();
        recording.note(FIRST, "put(Ann, 200): Toffee is gone");
        assertThat(tabs.of("Ann")).isEqualTo(200);
        recording.assertOnPage("unsafe-singleton", "two sweets, one of them on the tab");
    }

    @Test
    void safe_has_both_and_keeps_nobody_else_waiting() {
        try (Locks locks = Locks.on(new MemoryLockStore())) {
            Tabs tabs = new SafeTabs(locks, this::price);
            Visitor first = Visitor.starts("request 1", () -> tabs.put("Ann", "Nougat"));
            slow.awaitArrival();
            Visitor second =
                    Visitor.starts("request 2", () -> tabs.put("Ann", "Toffee")).awaitState(Thread.State.TIMED_WAITING);
            tabs.put("Bob", "Toffee");
            assertThat(tabs.of("Bob")).isEqualTo(150);
            assertThat(second.isDone()).isFalse();
            slow.open();
            first.finish();
            second.finish();
            assertThat(tabs.of("Ann")).isEqualTo(350);
            assertThat(locks.held()).isEmpty();
        }
    }
}
