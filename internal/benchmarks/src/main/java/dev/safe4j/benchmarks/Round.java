package dev.safe4j.benchmarks;

import dev.safe4j.servers.Callers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** One subject, called from several threads at once. */
final class Round {

    /** Beyond the round's own time: an optimistic caller may retry for long while the others go on. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final Subject subject;
    private final Draw draw;
    private final int threads;
    private final int firstCaller;

    Round(Subject subject, Draw draw, int threads) {
        this(subject, draw, threads, 0);
    }

    /** Of several JVMs at the same work, each has callers of its own numbers. */
    Round(Subject subject, Draw draw, int threads, int firstCaller) {
        this.subject = subject;
        this.draw = draw;
        this.threads = threads;
        this.firstCaller = firstCaller;
    }

    /**
     * What all threads did.
     *
     * @param tallies of each thread
     * @param seconds from the first start to the last end
     */
    record Outcome(List<Tally> tallies, double seconds) {

        long operations() {
            return tallies.stream().mapToLong(Tally::operations).sum();
        }

        long applied() {
            return tallies.stream().mapToLong(Tally::applied).sum();
        }

        long retries() {
            return tallies.stream().mapToLong(Tally::retries).sum();
        }

        LongStream nanos() {
            return tallies.stream().flatMapToLong(Tally::nanos);
        }

        double perSecond() {
            return operations() / seconds;
        }

        double handOffsPerSecond() {
            return tallies.stream().mapToLong(Tally::handOffs).sum() / seconds;
        }

        double longestWaitMillis() {
            return tallies.stream().mapToLong(Tally::longestWait).max().orElseThrow() / 1e6;
        }

        double leastToMost() {
            LongStream applied = tallies.stream().mapToLong(Tally::applied);
            var served = applied.summaryStatistics();
            return (double) served.getMin() / served.getMax();
        }
    }

    /**
     * When a round ends; a call that has begun then is finished and counted.
     *
     * @param time how long it goes on, unless it is so many calls
     * @param calls of each thread, zero for as many as there is time for
     */
    record Length(Duration time, int calls) {

        static Length lasting(Duration time) {
            return new Length(time, 0);
        }

        static Length calls(int perThread) {
            return new Length(Duration.ZERO, perThread);
        }

        private boolean goesOn(int operations, long nanosSinceStart) {
            return calls > 0 ? operations < calls : nanosSinceStart < time.toNanos();
        }
    }

    /** Which row a caller goes to next, from 1. */
    interface Draw {
        int row(SplittableRandom random, int caller);

        static Draw any(int rows) {
            return (random, caller) -> 1 + random.nextInt(rows);
        }

        /** Each caller has its own share of the rows. */
        static Draw own(int rows, int callers) {
            int share = rows / callers;
            return (random, caller) -> 1 + share * caller + random.nextInt(share);
        }

        /** The same, one row after the other. */
        static Draw next(int rows, int callers) {
            int share = rows / callers;
            int[] drawn = new int[callers];
            return (random, caller) -> 1 + share * caller + drawn[caller]++ % share;
        }
    }

    private record Worked(Tally tally, long began, long ended) {}

    Outcome run(Length length, int seed) {
        List<Callers.Result<Worked>> results =
                Callers.run(threads, length.time().plus(GRACE), caller -> {
                    SplittableRandom random = new SplittableRandom((long) seed * threads + caller);
                    return () -> work(random, firstCaller + caller, length);
                });
        return sum(results.stream().map(this::worked).toList());
    }

    private Worked work(SplittableRandom random, int caller, Length length) throws SQLException, InterruptedException {
        Tally tally = new Tally(caller);
        long began = System.nanoTime();
        long before = began;
        do {
            boolean applied = subject.purchase().take(draw.row(random, caller), tally);
            long after = System.nanoTime();
            tally.done(after - before, applied);
            before = after;
        } while (length.goesOn(tally.operations(), before - began));
        return new Worked(tally, began, before);
    }

    private Worked worked(Callers.Result<Worked> result) {
        if (result.value() == null) {
            throw new IllegalStateException("'" + subject.name() + "' failed: " + result.failure(), result.failure());
        }
        return result.value();
    }

    private static Outcome sum(List<Worked> all) {
        long began = all.stream().mapToLong(Worked::began).min().orElseThrow();
        long ended = all.stream().mapToLong(Worked::ended).max().orElseThrow();
        return new Outcome(all.stream().map(Worked::tally).toList(), (ended - began) / 1e9);
    }
}
