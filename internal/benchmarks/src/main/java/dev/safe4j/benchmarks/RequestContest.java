package dev.safe4j.benchmarks;

import dev.safe4j.servers.TestDatabase;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ways to do something once under a key: keys that nobody had before, or those of requests that are done.
 *
 * @param ways the subjects
 * @param ground what they work on
 * @param threads that call at once
 */
record RequestContest(List<RequestWay.Named> ways, Ground ground, int threads) implements Contest {

    /** Requests that are done, where they are asked for again. */
    private static final int DONE = 10_000;

    /**
     * The tables.
     *
     * @param db where they are
     * @param isReplay whether the requests that are asked for are done
     * @param keys how many keys were made up
     */
    record Ground(TestDatabase db, boolean isReplay, AtomicLong keys) {

        Ground(TestDatabase db, boolean isReplay) {
            this(db, isReplay, new AtomicLong());
        }

        /** Makes the tables as they are before a round: empty, or with requests that are done, and no effect. */
        void fresh(List<RequestWay.Named> ways) {
            RequestWays.tables().forEach(table -> db.execute("truncate " + table));
            if (isReplay) {
                fill(ways);
            }
            RequestWays.tables().forEach(table -> db.execute("vacuum analyze " + table));
            db.execute("checkpoint");
        }

        /** One request as each way leaves it, and then many like it. */
        private void fill(List<RequestWay.Named> ways) {
            try {
                for (RequestWay.Named each : ways) {
                    each.way().ask("1");
                }
            } catch (java.sql.SQLException failure) {
                throw new IllegalStateException("a request could not be made to be asked for again", failure);
            }
            String others = " from generate_series(2, " + DONE + ") n";
            String answer = "'" + RequestWay.answer("") + "' || n";
            String bytes = "convert_to(" + answer + ", 'UTF8')";
            db.execute(
                    "insert into safe4j_idempotency select r.scope, r.operation, n::text, r.series, r.fingerprint, r.token,"
                            + " r.attempt, r.lease_until, r.completed_at, r.expires_at, r.kind, r.type, " + bytes
                            + " from safe4j_idempotency r, generate_series(2, " + DONE
                            + ") n where r.request_key = '1'",
                    "insert into raw_request select n::text, 'token', clock_timestamp(), " + bytes + others,
                    "insert into naive_request select n::text, " + answer + others,
                    "insert into int_metadata_store select n::text, 'then', 'DEFAULT'" + others,
                    "truncate effect");
        }
    }

    /** The same over other connections. */
    RequestContest over(List<RequestWay.Named> others) {
        return new RequestContest(others, ground, threads);
    }

    @Override
    public List<String> subjects() {
        return ways.stream().map(RequestWay.Named::name).toList();
    }

    @Override
    public void reset(int subject) {
        ground.fresh(ways);
    }

    @Override
    public Round.Outcome play(int subject, Round.Length length, int seed) {
        RequestWay.Named way = ways.get(subject);
        Subject.Purchase ask = ground.isReplay
                ? (id, tally) -> !way.way().ask(Integer.toString(id))
                : (id, tally) -> way.way().ask("k" + ground.keys.incrementAndGet());
        return new Round(new Subject(way.name(), ask), Round.Draw.any(DONE), threads).run(length, seed);
    }

    @Override
    public void require(int subject, List<Round.Outcome> outcomes) {
        long operations = outcomes.stream().mapToLong(Round.Outcome::operations).sum();
        long applied = outcomes.stream().mapToLong(Round.Outcome::applied).sum();
        Long effects = ground.db.value(Long.class, "select count(*) from effect");
        long expected = ground.isReplay ? 0 : operations;
        if (applied != operations || effects == null || effects != expected) {
            throw new IllegalStateException("'" + subjects().get(subject) + "' was asked " + operations + " times, did "
                    + applied + " times what it should, and left " + effects + " effects instead of " + expected + ".");
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
