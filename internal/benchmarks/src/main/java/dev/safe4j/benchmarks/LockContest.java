package dev.safe4j.benchmarks;

import java.util.List;

/**
 * Ways to hold locks, called by the threads of this JVM.
 *
 * @param ways the subjects
 * @param ground what they work on
 * @param threads that call at once
 */
record LockContest(List<LockWay.Named> ways, Ground ground, int threads) implements Contest {

    /**
     * Which locks there are.
     *
     * @param kind who wants them
     * @param ledger what they protect
     * @param keys how many there are
     * @param fresh has the server tidy up before a round
     */
    record Ground(Kind kind, Ledger ledger, int keys, Runnable fresh) {

        Ground(Kind kind, int keys, Runnable fresh) {
            this(kind, Ledger.of(keys), keys, fresh);
        }
    }

    /** Who wants a lock. */
    enum Kind {
        /** One caller, now and then. */
        OWN,
        /** One caller, once. */
        ONCE,
        /** All callers, all the time. */
        HOT
    }

    /** The same over other connections. */
    LockContest over(List<LockWay.Named> others, int callers) {
        return new LockContest(others, ground, callers);
    }

    @Override
    public List<String> subjects() {
        return ways.stream().map(LockWay.Named::name).toList();
    }

    @Override
    public void reset(int subject) {
        ground.fresh().run();
        ground.ledger().clear();
    }

    @Override
    public Round.Outcome play(int subject, Round.Length length, int seed) {
        String prefix = ground.kind() == Kind.ONCE ? "round-" + seed + "-key-" : "key-";
        return new Round(subject(ways.get(subject), ground.ledger(), prefix), draw(), threads).run(length, seed);
    }

    static Subject subject(LockWay.Named way, Ledger ledger, String prefix) {
        return new Subject(way.name(), (lock, tally) -> {
            long asked = System.nanoTime();
            return way.way().hold(prefix + lock, fence -> {
                tally.waited(System.nanoTime() - asked);
                if (ledger.visit(lock, tally.caller(), fence)) {
                    tally.handedOver();
                }
            });
        });
    }

    private Round.Draw draw() {
        return switch (ground.kind()) {
            case OWN -> Round.Draw.own(ground.keys(), threads);
            case ONCE -> Round.Draw.next(ground.keys(), threads);
            case HOT -> Round.Draw.any(1);
        };
    }

    @Override
    public void require(int subject, List<Round.Outcome> outcomes) {
        String name = ways.get(subject).name();
        require(name, ground, outcomes);
        long refused = refused(outcomes);
        if (refused > 0 && name.startsWith("safe4j")) {
            throw new IllegalStateException("'" + name + "' refused " + refused + " locks that were free.");
        }
    }

    /** Nobody may have been here without being counted. */
    static void require(String name, Ground ground, List<Round.Outcome> outcomes) {
        long applied = outcomes.stream().mapToLong(Round.Outcome::applied).sum();
        long visits = ground.ledger().visits();
        if (visits != applied) {
            throw new IllegalStateException(
                    "'" + name + "' held locks " + applied + " times, and " + visits + " were counted under them.");
        }
        if (ground.kind() == Kind.HOT && refused(outcomes) > 0) {
            throw new IllegalStateException("'" + name + "' gave up " + refused(outcomes) + " times.");
        }
    }

    private static long refused(List<Round.Outcome> outcomes) {
        return outcomes.stream()
                .mapToLong(each -> each.operations() - each.applied())
                .sum();
    }

    @Override
    public double rate(Round.Outcome outcome) {
        return rate(ground.kind(), outcome);
    }

    static double rate(Kind kind, Round.Outcome outcome) {
        return kind == Kind.HOT ? outcome.handOffsPerSecond() : outcome.perSecond();
    }

    @Override
    public Figures figures(Measured measured) {
        return figures(ground.kind(), measured);
    }

    static Figures figures(Kind kind, Measured measured) {
        return kind == Kind.HOT
                ? new Figures.Hot(
                        measured.spread(Round.Outcome::handOffsPerSecond),
                        measured.millis(99),
                        measured.spread(Round.Outcome::longestWaitMillis),
                        measured.spread(Round.Outcome::leastToMost),
                        measured.statements())
                : new Figures.Free(
                        measured.millis(50), measured.millis(99), measured.statements(), refused(measured.outcomes()));
    }
}
