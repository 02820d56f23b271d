package dev.safe4j.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That a process which passes a lock on among its callers gives it back in the end, by count and by time. */
@Timeout(60)
@Tag("slow")
class TenureTest {

    private static final int CALLERS = 6;
    private static final int ROUNDS = 100;

    private final MemoryLockStore store = new MemoryLockStore();
    private final Waiting callers = new Waiting();
    private final List<Hold> log = new ArrayList<>(); // guarded by the lock under test
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger together = new AtomicInteger();
    private final AtomicLong handedOver = new AtomicLong();

    /** One holding: its tenure's token, and its time by the monotonic clock. */
    private record Hold(String token, long fence, long begun, long ended) {}

    @AfterEach
    void nothing_is_left() {
        callers.close();
        store.close();
    }

    private Locks process(int holders, Duration time) {
        return Locks.builder(store)
                .cohorts(holders, time)
                .listener(new LockListener() {
                    @Override
                    public void onReleased(String key, Duration held, boolean handed) {
                        handedOver.addAndGet(handed ? 1 : 0);
                    }
                })
                .build();
    }

    /** All callers of two processes on one key, each holding it for a while. */
    private void crowd(int holders, Duration time, Duration hold) throws Exception {
        try (Locks one = process(holders, time);
                Locks other = process(holders, time)) {
            CyclicBarrier start = new CyclicBarrier(CALLERS);
            List<Waiting.Caller<?>> all = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                Locks own = (i % 3 == 0 ? other : one).within(Duration.ofSeconds(30));
                all.add(callers.start(() -> {
                    start.await();
                    for (int round = 0; round < ROUNDS; round++) {
                        own.runWithLock("hot", held -> work(held, hold));
                    }
                    return null;
                }));
            }
            Waiting.getAll(all);
        }
        assertThat(together).as("two inside at once").hasValue(0);
        assertThat(log).hasSize(CALLERS * ROUNDS);
        assertThat(log).extracting(Hold::fence).isSorted().doesNotHaveDuplicates();
        assertThat(handedOver.get()).as("passed on").isPositive();
    }

    private void work(HeldLock held, Duration hold) {
        if (inside.incrementAndGet() > 1) {
            together.incrementAndGet();
        }
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < hold.toNanos()) {
            Thread.onSpinWait();
        }
        log.add(new Hold(held.token(), held.fence(), begun, System.nanoTime()));
        inside.decrementAndGet();
    }

    @Test
    void a_tenure_has_no_more_holders_than_it_may() throws Exception {
        crowd(4, Duration.ofMinutes(1), Duration.ZERO);
        Map<String, Long> holders = log.stream().collect(Collectors.groupingBy(Hold::token, Collectors.counting()));
        assertThat(holders.values()).as("holders of each tenure").allMatch(count -> count <= 4);
        assertThat(holders.values()).as("tenures that ended at their limit").contains(4L);
    }

    @Test
    void a_tenure_is_passed_on_no_more_when_its_time_is_over() throws Exception {
        Duration time = Duration.ofMillis(4);
        crowd(10_000, time, Duration.ofMillis(1));
        int over = 0;
        long begun = log.get(0).begun();
        for (int i = 1; i < log.size(); i++) {
            Hold before = log.get(i - 1);
            Hold next = log.get(i);
            boolean sameTenure = next.token().equals(before.token());
            if (before.ended() - begun >= time.toNanos()) {
                assertThat(sameTenure).as("passed on after its time").isFalse();
                over++;
            }
            begun = sameTenure ? begun : next.begun();
        }
        assertThat(over).as("tenures that ended by their time").isGreaterThan(10);
    }
}
