package dev.safe4j.test.known;

import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.interleavings.Outcomes;
import dev.safe4j.test.interleavings.RaceProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/** A race that is known, as code that can be searched: its tables, its callers, its invariant. */
final class KnownRace {

    final String number;
    final String name;
    final String invariant;
    final List<String> schema = new ArrayList<>();
    private final List<String> reset = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<Caller> callers = new ArrayList<>();
    private BiPredicate<Db, Outcomes> rule = (db, outcomes) -> true;

    /** One caller. */
    interface Caller {
        Object call(Db db);
    }

    KnownRace(String number, String name, String invariant) {
        this.number = number;
        this.name = name;
        this.invariant = invariant;
    }

    KnownRace table(String... ddl) {
        schema.addAll(List.of(ddl));
        return this;
    }

    KnownRace from(String... statements) {
        reset.addAll(List.of(statements));
        return this;
    }

    KnownRace caller(String caller, Caller body) {
        names.add(caller);
        callers.add(body);
        return this;
    }

    /** Two callers that do the same. */
    KnownRace twice(Caller body) {
        return caller("caller 1", body).caller("caller 2", body);
    }

    KnownRace keeps(BiPredicate<Db, Outcomes> invariantOfState) {
        rule = invariantOfState;
        return this;
    }

    /** A search in which callers may fail: what they fail with is part of the answer. */
    Interleavings search(RaceProbe probe, Db db) {
        Interleavings search = Interleavings.on(probe).given(() -> reset.forEach(db::update));
        for (int i = 0; i < callers.size(); i++) {
            Caller caller = callers.get(i);
            search.actor(names.get(i), () -> caller.call(db));
        }
        return search.allowing(Exception.class).afterwards(invariant, outcomes -> rule.test(db, outcomes));
    }

    @Override
    public String toString() {
        return number + " " + name;
    }
}
