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
    private final int rows;
    private final int threads;

    Round(Subject subject, int rows, int threads) {
        this.subject = subject;
        this.rows = rows;
        this.threads = threads;
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
    }

    /** Whether a thread makes another call. */
    private interface Going {
        boolean on(int operations, long nanosSinceStart);
    }

    private record Worked(Tally tally, long began, long ended) {}

    /** Goes on for a time; a call that has begun then is finished and counted. */
    Outcome lasting(Duration time, int seed) {
        long nanos = time.toNanos();
        return run(seed, time.plus(GRACE), (operations, nanosSinceStart) -> nanosSinceStart < nanos);
    }

    /** Makes so many calls on each thread. */
    Outcome calls(int perThread, int seed) {
        return run(seed, GRACE, (operations, nanosSinceStart) -> operations < perThread);
    }

    private Outcome run(int seed, Duration bound, Going going) {
        List<Callers.Result<Worked>> results = Callers.run(threads, bound, caller -> {
            SplittableRandom random = new SplittableRandom((long) seed * threads + caller);
            return () -> work(random, going);
        });
        return sum(results.stream().map(this::worked).toList());
    }

    private Worked work(SplittableRandom random, Going going) throws SQLException {
        Tally tally = new Tally();
        long began = System.nanoTime();
        long before = began;
        do {
            int id = 1 + random.nextInt(rows);
            boolean applied = subject.purchase().take(id, tally);
            long after = System.nanoTime();
            tally.done(after - before, applied);
            before = after;
        } while (going.on(tally.operations(), before - began));
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
