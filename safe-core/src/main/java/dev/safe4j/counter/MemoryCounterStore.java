package dev.safe4j.counter;

import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * A store in the memory of one process: for tests, and for programs that are alone. Thread-safe. Its clock is the monotonic one, set once by
 * the start of the process.
 */
public final class MemoryCounterStore implements CounterStore {

    private final String name;
    private final LongSupplier clock;
    private final Map<String, NavigableMap<Integer, Long>> counters = new ConcurrentHashMap<>();
    private final Map<Paced, Ring> rings = new ConcurrentHashMap<>();

    private record Paced(String key, Pace pace) {}

    /** Makes an empty store named "memory". */
    public MemoryCounterStore() {
        this("memory");
    }

    /**
     * Makes an empty store.
     *
     * @param name its name
     */
    public MemoryCounterStore(String name) {
        this(name, clock());
    }

    /** With a clock in microseconds since 1970. */
    MemoryCounterStore(String name, LongSupplier clock) {
        this.name = name;
        this.clock = clock;
    }

    private static LongSupplier clock() {
        long started = ProcessHandle.current()
                        .info()
                        .startInstant()
                        .map(start -> start.toEpochMilli())
                        .orElse(0L)
                * 1_000;
        long origin = System.nanoTime();
        return () -> started + (System.nanoTime() - origin) / 1_000;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Added add(Change change) {
        Added[] answer = new Added[1];
        counters.compute(change.key(), (key, present) -> {
            long value = present == null ? 0 : present.getOrDefault(change.slot(), 0L);
            if (!change.isTakenBy(value)) {
                answer[0] = new Added(false, value);
                return present;
            }
            answer[0] = new Added(true, value + change.amount());
            NavigableMap<Integer, Long> slots = present == null ? new TreeMap<>() : present;
            slots.put(change.slot(), value + change.amount());
            return slots;
        });
        return answer[0];
    }

    @Override
    public long sum(String key, int first, int last) {
        long[] sum = new long[1];
        counters.computeIfPresent(key, (same, slots) -> {
            slots.subMap(first, true, last, true).values().forEach(each -> sum[0] = Math.addExact(sum[0], each));
            return slots;
        });
        return sum[0];
    }

    @Override
    public boolean remove(String key, int first, int last) {
        boolean[] removed = new boolean[1];
        counters.computeIfPresent(key, (same, slots) -> {
            Map<Integer, Long> those = slots.subMap(first, true, last, true);
            removed[0] = !those.isEmpty();
            those.clear();
            return slots.isEmpty() ? null : slots;
        });
        return removed[0];
    }

    @Override
    public Window take(Take take) {
        Window[] answer = new Window[1];
        Pace pace = take.pace();
        rings.compute(new Paced(take.key(), pace), (key, present) -> {
            long now = clock.getAsLong();
            long slot = pace.slotAt(now);
            Ring before = present == null ? Ring.empty(slot, pace.slots()) : present;
            Optional<Ring> after = before.take(slot, take.amount(), take.limit());
            answer[0] = new Window(after.isPresent(), now, after.orElse(before));
            return after.orElse(present);
        });
        return answer[0];
    }

    @Override
    public Window look(String key, Pace pace) {
        Ring present = rings.get(new Paced(key, pace));
        long now = clock.getAsLong();
        return new Window(false, now, present == null ? Ring.empty(pace.slotAt(now), pace.slots()) : present);
    }

    @Override
    public int purge(int atMost) {
        int purged = 0;
        long now = clock.getAsLong();
        for (Iterator<Paced> all = rings.keySet().iterator(); all.hasNext() && purged < atMost; ) {
            Paced each = all.next();
            if (rings.computeIfPresent(each, (key, ring) -> isOver(ring, key.pace(), now) ? null : ring) == null) {
                purged++;
            }
        }
        return purged;
    }

    private static boolean isOver(Ring ring, Pace pace, long now) {
        return ring.newest() + pace.slots() <= pace.slotAt(now);
    }

    @Override
    public void close() {
        // nothing is open
    }
}
