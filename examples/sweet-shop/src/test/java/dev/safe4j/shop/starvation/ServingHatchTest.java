package dev.safe4j.shop.starvation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import dev.safe4j.servers.Await;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ServingHatchTest {

    private static final String GREEDY = "greedy: UnsafeServingHatch.serve, again and again";
    private static final String PATIENT = "patient: UnsafeServingHatch.serve";
    private static final int HELPINGS = 50;

    /** Everybody who was served, in that order; the first one stays at the hatch until the test lets him go. */
    private static final class Day implements ServingHatch.Clerk {
        private final List<String> served = new CopyOnWriteArrayList<>();
        private final Gate first = new Gate();

        @Override
        public void hand(String customer) {
            served.add(customer);
            if (served.size() == 1) {
                first.pass();
            }
        }

        /** The greedy one is being served when the patient one comes; how often is he before the patient one is? */
        int helpingsBeforeThePatientOne(ServingHatch hatch, Thread.State waiting) {
            Visitor greedy = Visitor.starts("greedy", () -> {
                for (int i = 0; i < HELPINGS; i++) {
                    hatch.serve("greedy");
                }
            });
            first.awaitArrival();
            Visitor patient =
                    Visitor.starts("patient", () -> hatch.serve("patient")).awaitState(waiting);
            first.open();
            greedy.finish();
            patient.finish();
            assertThat(served).hasSize(HELPINGS + 1);
            return served.indexOf("patient");
        }
    }

    @Test
    void unsafe_serves_the_quick_one_again_before_who_has_waited() {
        TestShop.assertBreaks("the greedy one was served again first", () -> {
            Day day = new Day();
            return day.helpingsBeforeThePatientOne(new UnsafeServingHatch(day), Thread.State.BLOCKED) > 1;
        });
        Recording recording = new Recording(GREEDY, PATIENT);
        recording.note(GREEDY, "is served");
        recording.note(PATIENT, "comes, and waits for the lock");
        recording.note(GREEDY, "is done; comes again, and is served");
        recording.assertOnPage("starvation", "the patient one is served when there is a gap, or never");
    }

    @Test
    void safe_serves_in_the_order_of_arrival() {
        try (Locks locks = Locks.on(new MemoryLockStore())) {
            for (int i = 0; i < 20; i++) {
                Day day = new Day();
                assertThat(day.helpingsBeforeThePatientOne(
                                new SafeServingHatch(locks, day), Thread.State.TIMED_WAITING))
                        .isOne();
            }
        }
    }

    @Test
    void safe_keeps_to_the_order_of_many() {
        Day day = new Day();
        try (Locks locks = Locks.on(new MemoryLockStore())) {
            ServingHatch hatch = new SafeServingHatch(locks, day);
            Visitor first = Visitor.starts("0", () -> hatch.serve("0"));
            day.first.awaitArrival();
            List<Visitor> others = new CopyOnWriteArrayList<>();
            for (String name : List.of("1", "2", "3", "4", "5")) {
                others.add(Visitor.starts(name, () -> hatch.serve(name)).awaitState(Thread.State.TIMED_WAITING));
            }
            day.first.open();
            first.finish();
            others.forEach(Visitor::finish);
            Await.until(Visitor.BOUND, "all are served", () -> day.served.size() == 6);
            assertThat(day.served).containsExactly("0", "1", "2", "3", "4", "5");
        }
    }
}
