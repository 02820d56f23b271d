package dev.safe4j.shop.cachestampede;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.flight.GuardedCache;
import dev.safe4j.flight.GuardedCache.Stored;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProductPagesTest {

    private static final String FIRST = "request 1: UnsafeProductPages.page";
    private static final String OTHERS = "requests 2 to 20: UnsafeProductPages.page";
    private static final int REQUESTS = 20;

    private final Gate slow = new Gate();
    private final AtomicInteger rendered = new AtomicInteger();
    private final GuardedCache<String, String> cache = GuardedCache.of(new ConcurrentHashMap<String, Stored<String>>());
    private volatile String price = "2.00";

    /** The first answers come late: they say what was so before. */
    private String render(String sweet) {
        String page = sweet + ": " + price;
        rendered.incrementAndGet();
        slow.pass();
        return page;
    }

    private static List<Visitor> visitors(int first, int last, ProductPages pages) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(i -> Visitor.starts("request " + i, () -> pages.page("Nougat")))
                .toList();
    }

    @Test
    void unsafe_makes_a_page_for_everybody_who_misses_it() {
        Recording recording = new Recording(FIRST, OTHERS);
        ProductPages pages = new UnsafeProductPages(this::render);
        List<Visitor> first = visitors(1, 1, pages);
        slow.awaitArrival();
        recording.note(FIRST, "cache.get(Nougat) → null; begins to make the page");
        List<Visitor> others = visitors(2, REQUESTS, pages);
        slow.awaitArrivals(REQUESTS);
        recording.note(OTHERS, "cache.get(Nougat) → null; begin to make the page");
        slow.open();
        first.forEach(Visitor::finish);
        others.forEach(Visitor::finish);
        assertThat(rendered).hasValue(REQUESTS);
        recording.assertOnPage("cache-stampede", "one page, made twenty times");
    }

    @Test
    void safe_makes_it_once() {
        try (Locks locks = Locks.on(new MemoryLockStore())) {
            ProductPages pages = new SafeProductPages(cache, locks, this::render);
            List<Visitor> visitors = visitors(1, REQUESTS, pages);
            slow.awaitArrival();
            visitors.forEach(each -> each.awaitState(Thread.State.TIMED_WAITING));
            slow.open();
            visitors.forEach(Visitor::finish);
            assertThat(pages.page("Nougat")).isEqualTo("Nougat: 2.00");
            assertThat(rendered).hasValue(1);
        }
    }

    @Test
    void safe_makes_it_once_over_two_instances() {
        MemoryLockStore store = new MemoryLockStore();
        try (Locks here = Locks.on(store);
                Locks there = Locks.on(store)) {
            List<Visitor> ofHere = visitors(1, 5, new SafeProductPages(cache, here, this::render));
            slow.awaitArrival();
            List<Visitor> ofThere = visitors(6, 10, new SafeProductPages(cache, there, this::render));
            ofThere.forEach(each -> each.awaitState(Thread.State.TIMED_WAITING));
            slow.open();
            ofHere.forEach(Visitor::finish);
            ofThere.forEach(Visitor::finish);
            assertThat(rendered).hasValue(1);
        }
    }

    @Test
    void unsafe_keeps_a_page_that_was_read_before_the_change() {
        assertThat(pageAfterAChangeWhileItIsMade(new UnsafeProductPages(this::render)))
                .isEqualTo("Nougat: 2.00");
    }

    @Test
    void safe_does_not() {
        try (Locks locks = Locks.on(new MemoryLockStore())) {
            assertThat(pageAfterAChangeWhileItIsMade(new SafeProductPages(cache, locks, this::render)))
                    .isEqualTo("Nougat: 2.20");
        }
    }

    private String pageAfterAChangeWhileItIsMade(ProductPages pages) {
        Visitor reader = visitors(1, 1, pages).get(0);
        slow.awaitArrival();
        price = "2.20";
        pages.changed("Nougat");
        slow.open();
        reader.finish();
        return pages.page("Nougat");
    }
}
