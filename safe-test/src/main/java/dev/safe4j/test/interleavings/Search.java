package dev.safe4j.test.interleavings;

import dev.safe4j.test.jdbc.Snapshot;
import dev.safe4j.test.jdbc.SteppedDataSource;
import dev.safe4j.test.jdbc.Watching;
import dev.safe4j.test.schedule.ScheduledRun;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Watches the databases while a search goes on, and says beforehand what can be said. */
final class Search {

    private static final ScheduledRun.Limits LIMITS =
            new ScheduledRun.Limits(200, Duration.ofSeconds(20), Duration.ofSeconds(10));

    private static final int LOOKS = 3;

    private final RaceProbe probe;
    private final Case subject;
    private final Bounds bounds;
    private final boolean toTheEnd;
    private final List<String> notes = new ArrayList<>();
    private @Nullable Snapshot snapshot;

    Search(RaceProbe probe, Case subject, Bounds bounds, boolean toTheEnd) {
        this.toTheEnd = toTheEnd;
        this.probe = probe;
        this.subject = subject;
        this.bounds = bounds;
        if (subject.bodies.isEmpty()) {
            throw new IllegalStateException("a search needs actors: .actor(name, body)");
        }
        if (subject.invariants.isEmpty()) {
            notes.add("no invariant was given: only failures of actors can be found");
        }
    }

    Exploration explore() {
        if (subject.pinned != null) {
            return replay(subject.pinned);
        }
        boolean reduced = bounds.reduced() && !subject.losesConnections();
        if (reduced != bounds.reduced()) {
            notes.add("no reduction: with lost connections no two steps are known to be independent");
        }
        Bounds used = bounds.reduced(reduced);
        return watched(() -> explorer(used).explore(database(), server(), isolation()));
    }

    /** What {@link Interleavings#crossCheck} promises. */
    static Exploration crossCheck(RaceProbe probe, Case subject, Bounds bounds) {
        Exploration all = new Search(probe, subject, bounds.reduced(false), true).explore();
        Set<String> missing = all.ends();
        for (int i = 0; i < LOOKS && !missing.isEmpty(); i++) {
            missing.removeAll(new Search(probe, subject, bounds.reduced(true), true)
                    .explore()
                    .ends());
        }
        if (!missing.isEmpty()) {
            throw new AssertionError("the reduction changes what is found: all orders end as " + all.outcomes()
                    + ", and the reduced search does not find " + missing);
        }
        return all;
    }

    Exploration replay(ScheduleToken token) {
        subject.isolation = subject.isolation == Isolation.AS_CONFIGURED ? token.isolation() : subject.isolation;
        subject.split = token.split();
        return watched(() -> {
            require("database", ScheduleToken.product(token.server()), ScheduleToken.product(server()), token);
            require("isolation level", token.isolation().toString(), isolation().toString(), token);
            if (!token.server().equals(server())) {
                notes.add("the order was found on " + token.server() + ", this is " + server());
            }
            return explorer(bounds).replay(token, database());
        });
    }

    private static void require(String what, String wanted, String present, ScheduleToken token) {
        if (!wanted.equals(present)) {
            throw new IllegalArgumentException("the schedule token '" + token + "' is of another " + what + ": "
                    + wanted + "; this is " + present);
        }
    }

    private Explorer explorer(Bounds used) {
        Trial trial = new Trial(subject, probe.stage(), LIMITS, this::evictIdleConnections, snapshot);
        return new Explorer(subject, trial, used, toTheEnd);
    }

    private void evictIdleConnections() {
        probe.dataSources().forEach(each -> each.watching().evictIdleConnections());
    }

    private Exploration watched(Supplier<Exploration> search) {
        SpringTransaction.refuse();
        List<SteppedDataSource> watched = new ArrayList<>();
        try {
            for (SteppedDataSource each : probe.dataSources()) {
                Integer level = subject.isolation == Isolation.AS_CONFIGURED ? null : subject.isolation.level();
                each.watching().begin(level, subject.split);
                watched.add(each);
                each.watching().poolSize().ifPresent(size -> warn(size));
            }
            Exploration found = restoring(watched, search);
            List<String> all = new ArrayList<>(notes);
            all.addAll(found.notes());
            Exploration told = new Exploration(found.verdict(), found.scope(), found.finding(), found.outcomes(), all);
            subject.observers.forEach(observer -> observer.explored(told));
            return told;
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot watch a database: " + failure.getMessage(), failure);
        } finally {
            watched.forEach(Search::end);
        }
    }

    /** With a snapshot that is there before the first order and brought back once more after the last. */
    private Exploration restoring(List<SteppedDataSource> watched, Supplier<Exploration> search) throws SQLException {
        if (subject.tables.isEmpty()) {
            return search.get();
        }
        List<Watching> databases =
                watched.stream().map(SteppedDataSource::watching).toList();
        try (Snapshot taken = Snapshot.of(databases, subject.tables)) {
            snapshot = taken;
            Exploration found = search.get();
            taken.restore(null);
            return found;
        } finally {
            snapshot = null;
        }
    }

    private void warn(int size) {
        if (size < subject.bodies.size()) {
            notes.add("a pool of " + size + " connections is smaller than the " + subject.bodies.size()
                    + " actors: what is found may be about the pool");
        }
    }

    private static void end(SteppedDataSource each) {
        try {
            each.watching().end();
        } catch (SQLException failure) {
            System.getLogger(Search.class.getName())
                    .log(System.Logger.Level.WARNING, "the monitor was not closed", failure);
        }
    }

    private String database() {
        return probe.dataSources().isEmpty()
                ? probe.redis().name()
                : probe.dataSources().get(0).watching().database();
    }

    private String server() {
        return probe.dataSources().isEmpty()
                ? probe.redis().kind()
                : probe.dataSources().get(0).watching().kind();
    }

    private Isolation isolation() {
        return probe.dataSources().isEmpty()
                ? Isolation.AS_CONFIGURED
                : Isolation.of(probe.dataSources().get(0).watching().isolation());
    }
}
