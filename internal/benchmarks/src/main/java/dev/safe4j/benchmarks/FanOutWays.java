package dev.safe4j.benchmarks;

import dev.safe4j.background.WorkerThreads;
import dev.safe4j.benchmarks.InProcessCase.Way;
import dev.safe4j.fanout.FanOut;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** The same thing done for many items, five at a time. */
final class FanOutWays {

    private static final int AT_ONCE = 5;
    private static final long WAIT = TimeUnit.MILLISECONDS.toNanos(10);

    private FanOutWays() {}

    /** Does all items with what is done for one. */
    private interface All {
        void run(int items, IntUnaryOperator each) throws InterruptedException, ExecutionException;
    }

    static BenchmarkCase benchmark() {
        List<Way> ways = new ArrayList<>();
        ways.addAll(ways(new Load("no-op items", 10_000, 200, item -> item)));
        ways.addAll(ways(new Load("items that wait 10 ms", 1_000, 20, FanOutWays::waited)));
        return new InProcessCase(
                "fanout",
                "10,000 items for which nothing is done, and 1,000 that wait 10 ms, five at a time; ns are of an item."
                        + " Rounds are short, and code is compiled in them: with ten rounds of half a second, FanOut took 1,258 ns five at a time,"
                        + " 885 two and 623 one at a time."
                        + " Targets: at most 2,000 ns an item, and three times the loop's rate where items wait.",
                ways);
    }

    private static int waited(int item) {
        long end = System.nanoTime() + WAIT;
        for (long left = WAIT; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return item;
    }

    /** How many items, how many where the figures mean nothing, and what is done for one. */
    private record Load(String variant, int items, int quick, IntUnaryOperator each) {}

    private static List<Way> ways(Load load) {
        return List.of(
                way(load, "a loop", FanOutWays::loop),
                way(load, "pool of five threads", FanOutWays::pool),
                way(load, "thread a task, semaphore", FanOutWays::threads),
                way(load, "safe4j FanOut", FanOutWays::fanOut));
    }

    private static Way way(Load load, String name, All all) {
        return new Way(load.variant(), name, 1, load.items(), load.quick(), items -> round(items, load.each(), all));
    }

    private static IntConsumer round(int operations, IntUnaryOperator each, All all) {
        return caller -> {
            try {
                all.run(operations, each);
            } catch (InterruptedException | ExecutionException failure) {
                throw new IllegalStateException(failure);
            }
        };
    }

    private static void require(long sum, int items) {
        if (sum != (long) items * (items - 1) / 2) {
            throw new IllegalStateException("the items' sum is " + sum + ": not all were done once.");
        }
    }

    private static void loop(int items, IntUnaryOperator each) {
        long sum = 0;
        for (int i = 0; i < items; i++) {
            sum += each.applyAsInt(i);
        }
        require(sum, items);
    }

    private static void pool(int items, IntUnaryOperator each) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < items; i++) {
                int item = i;
                futures.add(threads.submit(() -> each.applyAsInt(item)));
            }
            require(sum(futures), items);
        } finally {
            threads.shutdown();
        }
    }

    /** Virtual ones where the JDK has them. */
    private static void threads(int items, IntUnaryOperator each) throws InterruptedException, ExecutionException {
        ExecutorService threads = WorkerThreads.named("benchmark");
        try {
            Semaphore places = new Semaphore(AT_ONCE);
            List<Future<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < items; i++) {
                int item = i;
                places.acquire();
                futures.add(threads.submit(() -> {
                    try {
                        return each.applyAsInt(item);
                    } finally {
                        places.release();
                    }
                }));
            }
            require(sum(futures), items);
        } finally {
            threads.shutdown();
        }
    }

    private static long sum(List<Future<Integer>> futures) throws InterruptedException, ExecutionException {
        long sum = 0;
        for (Future<Integer> each : futures) {
            sum += each.get();
        }
        return sum;
    }

    private static void fanOut(int items, IntUnaryOperator each) {
        List<Integer> values = FanOut.over(IntStream.range(0, items).boxed().toList())
                .concurrency(AT_ONCE)
                .all(each::applyAsInt);
        require(values.stream().mapToLong(value -> value).sum(), items);
    }
}
