package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.safe4j.counter.CounterStore.Pace;
import dev.safe4j.counter.CounterStore.Take;
import dev.safe4j.counter.CounterStore.Window;
import dev.safe4j.test.race.Race;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Many who take at once, on two stores. */
abstract class QuotaRaceCases extends QuotaCases {

    private static final int LIMIT = 20;
    private static final int WINDOWS = 4;

    @Test
    void of_many_who_take_at_once_as_many_are_granted_as_the_limit_is() {
        for (Pace pace : List.of(LONG, LONG_SLIDING)) {
            Race.of(
                            CALLERS,
                            caller -> stores(caller.number()).take(new Take(key("race-" + caller.round()), pace, 1, 5)))
                    .rounds(20)
                    .within(BOUND)
                    .refusal(window -> !window.isTaken())
                    .run()
                    .assertSucceeded(5)
                    .assertRefused(CALLERS - 5);
        }
    }

    @Test
    void a_fixed_window_never_has_more_than_the_limit_by_the_log_of_the_grants() {
        Pace pace = shortPace();
        List<Window> grants = grants(pace);
        Map<Long, Long> bySlot = grants.stream()
                .collect(Collectors.groupingBy(each -> each.ring().newest(), Collectors.counting()));
        assertTrue(bySlot.values().stream().allMatch(each -> each <= LIMIT), () -> "grants in a window: " + bySlot);
        assertTrue(bySlot.values().stream().anyMatch(each -> each == LIMIT), () -> "a window was full: " + bySlot);
    }

    @Test
    void no_window_of_the_length_ever_has_more_than_the_limit_by_the_log_of_the_grants() {
        Pace pace = shortSliding();
        long window = pace.micros() * (pace.slots() - 1);
        List<Long> moments =
                grants(pace).stream().map(each -> moment(each, pace)).sorted().toList();
        for (int i = LIMIT; i < moments.size(); i++) {
            long length = moments.get(i) - moments.get(i - LIMIT);
            assertTrue(
                    length >= window,
                    () -> (LIMIT + 1) + " grants within " + length + " of " + window + " microseconds: " + moments);
        }
    }

    /** When it was decided at the earliest: the store's clock may be read before the row is had. */
    private static long moment(Window grant, Pace pace) {
        return Math.max(grant.now(), grant.ring().newest() * pace.micros());
    }

    /** Takes all that can be had for some windows. */
    private List<Window> grants(Pace pace) {
        Queue<Window> granted = new ConcurrentLinkedQueue<>();
        AtomicInteger refused = new AtomicInteger();
        long now = store.take(new Take(key("clock"), pace, 1, 1)).now();
        long end = now + WINDOWS * shortWindow().toNanos() / 1_000;
        Race.of(CALLERS, caller -> {
                    Window answer;
                    do {
                        answer = stores(caller.number()).take(new Take(key("race"), pace, 1, LIMIT));
                        if (answer.isTaken()) {
                            granted.add(answer);
                        } else {
                            refused.incrementAndGet();
                        }
                    } while (answer.now() < end);
                    return caller.number();
                })
                .within(BOUND)
                .run()
                .assertNoFailures();
        assertTrue(granted.size() > LIMIT, "several windows had grants");
        assertTrue(refused.get() > 0, "some were refused");
        return List.copyOf(granted);
    }
}
