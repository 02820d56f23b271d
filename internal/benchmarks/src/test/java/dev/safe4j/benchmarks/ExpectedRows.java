package dev.safe4j.benchmarks;

import java.util.List;
import java.util.Map;

/** What the tables of the quick run have. */
final class ExpectedRows {

    private static final List<String> MODES = List.of(
            "synchronous_commit=on, under a lease",
            "synchronous_commit=on, same transaction",
            "synchronous_commit=off, under a lease",
            "synchronous_commit=off, same transaction");
    static final Map<String, List<String>> VARIANTS = Map.ofEntries(
            Map.entry("conditional-update-hot", List.of("synchronous_commit=on", "synchronous_commit=off")),
            Map.entry("conditional-update-random", List.of("synchronous_commit=on", "synchronous_commit=off")),
            Map.entry("library-cost", List.of("driver=stub", "driver=h2")),
            Map.entry("interleavings", List.of("postgresql", "mariadb", "h2")),
            Map.entry(
                    "lock-uncontended",
                    List.of(
                            "postgresql, synchronous_commit=on, 8 threads",
                            "postgresql, synchronous_commit=on, 64 threads",
                            "postgresql, synchronous_commit=off, 8 threads",
                            "postgresql, synchronous_commit=off, 64 threads",
                            "redis by Redisson, 8 threads",
                            "redis by Redisson, 64 threads",
                            "redis by Lettuce, 8 threads",
                            "redis by Lettuce, 64 threads")),
            Map.entry(
                    "lock-free-key",
                    List.of(
                            "postgresql, synchronous_commit=on, 64 threads",
                            "postgresql, synchronous_commit=off, 64 threads",
                            "redis by Redisson, 64 threads",
                            "redis by Lettuce, 64 threads")),
            Map.entry(
                    "lock-hot",
                    List.of(
                            "postgresql, synchronous_commit=on, 8 threads",
                            "postgresql, synchronous_commit=off, 8 threads",
                            "redis, 8 threads")),
            Map.entry(
                    "lock-hot-two-jvms",
                    List.of("postgresql, synchronous_commit=on", "postgresql, synchronous_commit=off", "redis")),
            Map.entry("lock-renewals", List.of("postgresql", "redis")),
            Map.entry("idempotency-first-call", MODES),
            Map.entry("idempotency-replay", MODES),
            Map.entry("idempotency-purge", List.of("postgresql")),
            Map.entry(
                    "jobs-enqueue",
                    List.of(
                            "postgresql, synchronous_commit=on, one by one",
                            "postgresql, synchronous_commit=on, 100 together")),
            Map.entry(
                    "jobs-drain",
                    List.of(
                            "postgresql, synchronous_commit=on, with jobs for tomorrow",
                            "mariadb, with jobs for tomorrow")),
            Map.entry("jobs-latency", List.of("postgresql, synchronous_commit=on")),
            Map.entry(
                    "counters",
                    List.of(
                            "one counter",
                            "counters, random of 10,000",
                            "fixed quotas, random of 10,000",
                            "sliding quotas, random of 10,000",
                            "a sequence")),
            Map.entry(
                    "counters-redis",
                    List.of(
                            "counters by Redisson",
                            "fixed quotas by Redisson",
                            "sliding quotas by Redisson",
                            "counters by Lettuce",
                            "fixed quotas by Lettuce",
                            "sliding quotas by Lettuce")),
            Map.entry("flight", List.of("miss, on the caller's thread", "miss, on another thread", "hit")),
            Map.entry("fanout", List.of("no-op items", "items that wait 10 ms")));
    static final Map<String, Long> SUBJECTS = Map.ofEntries(
            Map.entry("conditional-update-hot", 2 * 5L),
            Map.entry("conditional-update-random", 2 * 5L),
            Map.entry("library-cost", 2 * 4L),
            Map.entry("interleavings", 3 * 3L),
            Map.entry("lock-uncontended", 2 * (5 + 6) + 2 * 5 + 2 * 6L),
            Map.entry("lock-free-key", 2 * 6 + 5 + 6L),
            Map.entry("lock-hot", 2 * 5 + 8L),
            Map.entry("lock-hot-two-jvms", 2 * 5 + 8L),
            Map.entry("lock-renewals", 1 + 3L),
            Map.entry("idempotency-first-call", 4 * 5L),
            Map.entry("idempotency-replay", 4 * 5L),
            Map.entry("idempotency-purge", 2L),
            Map.entry("jobs-enqueue", 2 * 5L),
            Map.entry("jobs-drain", 4 + 3L),
            Map.entry("jobs-latency", 4L),
            Map.entry("counters", 4 + 2 + 3 + 2 + 2L),
            Map.entry("counters-redis", 4 + 3 + 4 + 4 + 3 + 3L),
            Map.entry("flight", 4 + 3 + 3L),
            Map.entry("fanout", 2 * 4L));

    private ExpectedRows() {}
}
