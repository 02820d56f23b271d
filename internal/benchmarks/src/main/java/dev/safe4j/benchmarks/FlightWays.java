package dev.safe4j.benchmarks;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.safe4j.background.WorkerThreads;
import dev.safe4j.benchmarks.InProcessCase.Fresh;
import dev.safe4j.benchmarks.InProcessCase.Way;
import dev.safe4j.flight.GuardedCache.Stored;
import dev.safe4j.flight.SingleFlight;
import dev.safe4j.flight.StampedeGuard;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.IntUnaryOperator;

/** Values that are loaded or found, by keys of each caller's own. */
final class FlightWays {

    private static final int THREADS = 8;
    private static final int LOADS = 200_000;
    private static final int HITS = 4_000_000;
    private static final int FEW = 2_000;
    private static final int KEYS = 1_000;

    private static final String MISS_HERE = "miss, on the caller's thread";
    private static final String MISS_THERE = "miss, on another thread";
    private static final String HIT = "hit";

    private FlightWays() {}

    static BenchmarkCase benchmark() {
        ExecutorService threads = WorkerThreads.named("benchmark");
        return new InProcessCase(
                "flight",
                "Values by key, loaded by a loader that does nothing, or found in a cache, from 8 threads."
                        + " Target: a miss at most 1.3 times that of Caffeine's AsyncLoadingCache.",
                List.of(
                        loads(MISS_HERE, "Caffeine AsyncLoadingCache", caffeine(Runnable::run)),
                        loads(MISS_HERE, "ConcurrentHashMap.computeIfAbsent", map()),
                        loads(MISS_HERE, "safe4j SingleFlight", flights(Runnable::run)),
                        loads(MISS_HERE, "safe4j StampedeGuard over Caffeine", guarded(Runnable::run)),
                        loads(MISS_THERE, "Caffeine AsyncLoadingCache", caffeine(threads)),
                        loads(MISS_THERE, "safe4j SingleFlight", flights(threads)),
                        loads(MISS_THERE, "safe4j StampedeGuard over Caffeine", guarded(threads)),
                        hits("Caffeine AsyncLoadingCache", caffeine(Runnable::run)),
                        hits("ConcurrentHashMap.computeIfAbsent", map()),
                        hits("safe4j StampedeGuard over Caffeine", guarded(Runnable::run))));
    }

    /** Reads of a key. */
    private interface Reads {
        IntUnaryOperator fresh();
    }

    private static Way loads(String variant, String name, Reads reads) {
        return new Way(variant, name, THREADS, LOADS, FEW, round(reads, Integer.MAX_VALUE));
    }

    private static Way hits(String name, Reads reads) {
        return new Way(HIT, name, THREADS, HITS, FEW, round(reads, KEYS));
    }

    private static Fresh round(Reads reads, int keys) {
        return operations -> {
            IntUnaryOperator read = reads.fresh();
            int share = operations / THREADS;
            return caller -> {
                for (int i = caller * share; i < (caller + 1) * share; i++) {
                    int key = i % keys;
                    if (read.applyAsInt(key) != key) {
                        throw new IllegalStateException("another value than that of key " + key + ".");
                    }
                }
            };
        };
    }

    private static Reads caffeine(Executor executor) {
        return () -> {
            AsyncLoadingCache<Integer, Integer> cache =
                    Caffeine.newBuilder().executor(executor).buildAsync(key -> key);
            return key -> cache.get(key).join();
        };
    }

    private static Reads map() {
        return () -> {
            ConcurrentHashMap<Integer, Integer> map = new ConcurrentHashMap<>();
            return key -> map.computeIfAbsent(key, each -> each);
        };
    }

    private static Reads flights(Executor executor) {
        return () -> {
            SingleFlight<Integer, Integer> flights =
                    SingleFlight.<Integer, Integer>builder().executor(executor).build();
            return key -> flights.load(key, () -> key);
        };
    }

    private static Reads guarded(Executor executor) {
        return () -> {
            Cache<Integer, Stored<Integer>> cache =
                    Caffeine.newBuilder().executor(executor).build();
            StampedeGuard<Integer, Integer> guard =
                    StampedeGuard.over(cache.asMap()).executor(executor).build();
            return key -> {
                Integer value = guard.get(key, () -> key);
                return value == null ? -1 : value;
            };
        };
    }
}
