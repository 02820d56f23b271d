package dev.safe4j.shop.doubleschedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.job.JobQueue;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.pages.Jobs;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ClosingTimeTest {

    private static final String A = "instance A: UnsafeClosingTime";
    private static final String B = "instance B: UnsafeClosingTime";

    private final AtomicInteger entries = new AtomicInteger();

    private static Instant soon() {
        return Instant.now().plusSeconds(2);
    }

    @Test
    void unsafe_books_the_takings_once_for_each_instance() {
        Recording recording = new Recording(A, B);
        Instant closing = soon();
        ClosingTime a = new UnsafeClosingTime(closing, entries::incrementAndGet);
        ClosingTime b = new UnsafeClosingTime(closing, entries::incrementAndGet);
        try {
            Await.until(Visitor.BOUND, "both timers have fired", () -> entries.get() == 2);
            recording.note(A, "20:00: its timer fires, the takings are entered");
            recording.note(B, "20:00: its timer fires, the takings are entered");
        } finally {
            a.close();
            b.close();
        }
        recording.assertOnPage("double-schedule", "2 instances, 2 entries");
    }

    @EachDatabase
    void safe_books_them_once(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                JobQueue here = Jobs.of(shop);
                JobQueue there = Jobs.of(shop)) {
            Instant closing = soon();
            ClosingTime a = new SafeClosingTime(here, closing, entries::incrementAndGet);
            ClosingTime b = new SafeClosingTime(there, closing, entries::incrementAndGet);
            try {
                Await.until(Visitor.BOUND, "the takings are entered", () -> entries.get() > 0);
                Await.until(
                        Visitor.BOUND,
                        "nothing is left to be run",
                        () -> here.counts().isEmpty());
            } finally {
                a.close();
                b.close();
            }
            assertThat(entries).hasValue(1);
        }
    }
}
