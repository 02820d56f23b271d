package dev.safe4j.benchmarks;

import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Ways to add jobs, or to have one begin.
 *
 * @param ways the subjects
 * @param variant where
 * @param db the tables
 * @param batch how many are added at once; zero for one at a time whose beginning is waited for
 * @param threads that call at once
 */
record JobContest(List<JobWay> ways, JobVariant variant, TestDatabase db, int batch, int threads) implements Contest {

    /** The same over other connections. */
    JobContest over(List<JobWay> others) {
        return new JobContest(others, variant, db, batch, threads);
    }

    @Override
    public List<String> subjects() {
        return ways.stream().map(JobWay::name).toList();
    }

    @Override
    public void reset(int subject) {
        ways.forEach(JobWay::clear);
        variant.tidy(db);
    }

    @Override
    public Round.Outcome play(int subject, Round.Length length, int seed) {
        JobWay way = ways.get(subject);
        if (batch > 0) {
            return round(way, length, seed, (id, tally) -> {
                way.add(batch, Duration.ZERO);
                return true;
            });
        }
        Semaphore begun = new Semaphore(0);
        Runnable end = way.start(begun::release);
        try {
            return round(way, length, seed, (id, tally) -> {
                way.add(1, Duration.ZERO);
                return begun.tryAcquire(1, TimeUnit.MINUTES);
            });
        } finally {
            end.run();
        }
    }

    private Round.Outcome round(JobWay way, Round.Length length, int seed, Subject.Purchase what) {
        return new Round(new Subject(way.name(), what), Round.Draw.any(1), threads).run(length, seed);
    }

    @Override
    public void require(int subject, List<Round.Outcome> outcomes) {
        long operations = outcomes.stream().mapToLong(Round.Outcome::operations).sum();
        long applied = outcomes.stream().mapToLong(Round.Outcome::applied).sum();
        Long left = db.value(Long.class, ways.get(subject).unfinished());
        if (applied != operations || left == null || left != operations * batch) {
            throw new IllegalStateException(
                    "'" + subjects().get(subject) + "' was called " + operations + " times, " + applied
                            + " times with success, and left " + left + " jobs instead of " + operations * batch + ".");
        }
    }

    @Override
    public double rate(Round.Outcome outcome) {
        return outcome.perSecond();
    }

    @Override
    public Figures figures(Measured measured) {
        return new Figures.Load(measured.millis(50), measured.millis(99), measured.statements(), 0);
    }
}
