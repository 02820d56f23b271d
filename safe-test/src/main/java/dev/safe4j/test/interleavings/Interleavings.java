package dev.safe4j.test.interleavings;

import dev.safe4j.test.schedule.Actors;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A search through the orders in which two to four callers can take their steps on a server: every statement, commit and
 * rollback is one, and an automatic commit is one of its own. Each order is run on the real server, from the same state, and
 * judged by the invariants. The orders with the fewest switches come first, so the first that breaks is the simplest.
 *
 * <p>To be set up and used once, by one thread. What it says is about these callers, this state and this server: "held in all 14
 * orders" says nothing about a third caller.
 */
public final class Interleavings {

    private final RaceProbe probe;
    private final Case subject = new Case();
    private Bounds bounds = Bounds.defaults();

    /** Something that may fail. */
    public interface Action {

        /**
         * Does it.
         *
         * @throws Exception if it fails
         */
        void run() throws Exception;
    }

    private Interleavings(RaceProbe probe) {
        this.probe = probe;
    }

    /**
     * Returns a search over the clients that a probe holds on to.
     *
     * @param probe the probe
     * @return the search
     */
    public static Interleavings on(RaceProbe probe) {
        return new Interleavings(probe);
    }

    /**
     * Brings the state back before every order. Without it, each order begins where the last one ended.
     *
     * @param reset run by the test's thread; commits what it does
     * @return this
     */
    public Interleavings given(Action reset) {
        subject.resets.add(java.util.Objects.requireNonNull(reset, "reset"));
        return this;
    }

    /**
     * Brings tables back before every order, and after the last, to what they hold when the search begins, their key counters
     * too; {@code given} comes after it. Triggers fire meanwhile, except on PostgreSQL for a superuser.
     *
     * @param tables their names; those whose foreign keys point to them are brought back as well
     * @return this
     */
    public Interleavings restoring(String... tables) {
        subject.tables.addAll(java.util.List.of(tables));
        return this;
    }

    /**
     * Deletes Redis keys before every order, over the clients that the probe knows; {@code given} after it puts others.
     *
     * @param keyPrefix how the keys begin, not blank
     * @return this
     */
    public Interleavings restoringRedis(String keyPrefix) {
        return given(probe.redis().deleting(keyPrefix)::run);
    }

    /**
     * Adds a caller.
     *
     * @param name as it stands in the timeline
     * @param body what it does, on a thread of its own, once an order
     * @return this
     * @throws IllegalArgumentException if the name is blank or taken
     */
    public Interleavings actor(String name, Callable<? extends @Nullable Object> body) {
        return add(name, java.util.Objects.requireNonNull(body, "body"), false);
    }

    /**
     * Adds a caller that returns nothing.
     *
     * @param name as it stands in the timeline
     * @param body what it does, on a thread of its own, once an order
     * @return this
     * @throws IllegalArgumentException if the name is blank or taken
     */
    public Interleavings actor(String name, Action body) {
        return actor(name, call(body));
    }

    /**
     * Adds something that happens once, at every point where it can: the end of a lease, say. Its statements are one step.
     *
     * @param name as it stands in the timeline
     * @param body what happens
     * @return this
     * @throws IllegalArgumentException if the name is blank or taken
     */
    public Interleavings event(String name, Action body) {
        return add(name, call(body), true);
    }

    private static Callable<@Nullable Object> call(Action body) {
        java.util.Objects.requireNonNull(body, "body");
        return () -> {
            body.run();
            return null;
        };
    }

    private Interleavings add(String name, Callable<? extends @Nullable Object> body, boolean event) {
        subject.add(new Actors.Body(name, body, event, false));
        return this;
    }

    /**
     * Also loses the connection of these actors: before each of their steps, and after it with its reply, once an order.
     *
     * @param actors their names, declared before
     * @return this
     * @throws IllegalArgumentException if there is no such actor
     */
    public Interleavings losingConnectionsOf(String... actors) {
        for (String name : actors) {
            if (subject.bodies.stream().noneMatch(body -> body.name().equals(name))) {
                throw new IllegalArgumentException("there is no actor '" + name + "'");
            }
        }
        subject.loseConnectionsOf(Set.of(actors));
        return this;
    }

    /**
     * Allows actors to fail: an order in which one does is judged by the invariants alone.
     *
     * @param failures the classes of exceptions, or of their causes
     * @return this
     */
    @SafeVarargs
    public final Interleavings allowing(Class<? extends Throwable>... failures) {
        for (Class<? extends Throwable> each : failures) {
            subject.allowed.add(each);
        }
        return this;
    }

    /**
     * Adds an invariant of the state, judged after every order.
     *
     * @param name what it says
     * @param invariant run by the test's thread; false or an AssertionError is a violation
     * @return this
     */
    public Interleavings always(String name, Callable<Boolean> invariant) {
        java.util.Objects.requireNonNull(invariant, "invariant");
        subject.invariants.add(new Case.Invariant(name, outcomes -> invariant.call()));
        return this;
    }

    /**
     * Adds an invariant of what became of the actors, judged after every order.
     *
     * @param name what it says
     * @param invariant run by the test's thread; false or an AssertionError is a violation
     * @return this
     */
    public Interleavings afterwards(String name, Predicate<Outcomes> invariant) {
        subject.invariants.add(new Case.Invariant(name, invariant::test));
        return this;
    }

    /**
     * Gives all connections an isolation level for the search.
     *
     * @param level the level
     * @return this
     */
    public Interleavings isolation(Isolation level) {
        subject.isolation = level;
        return this;
    }

    /**
     * Sets how far the search goes.
     *
     * @param change of the bounds so far, such as {@code bounds -> bounds.schedules(200)}
     * @return this
     */
    public Interleavings bounds(UnaryOperator<Bounds> change) {
        bounds = change.apply(bounds);
        return this;
    }

    /**
     * Makes an automatic commit part of its statement, as the server does when nothing comes between.
     *
     * @return this
     */
    public Interleavings wholeAutomaticCommits() {
        subject.split = false;
        return this;
    }

    /**
     * Has the next searches play one order only.
     *
     * @param token as printed with a violation
     * @return this
     * @throws IllegalArgumentException if the token is none, or one of another version
     */
    public Interleavings pinned(String token) {
        subject.pinned = ScheduleToken.parse(token);
        return this;
    }

    /**
     * Has an observer told of what is found: for test frameworks.
     *
     * @param observer to be told
     * @return this
     */
    public Interleavings observedBy(SearchObserver observer) {
        subject.observers.add(observer);
        return this;
    }

    /**
     * Searches.
     *
     * @return what was found: every order that was run held
     * @throws InterleavingViolation if one did not, or if nothing can be said; its message is the timeline
     */
    public Exploration explore() {
        return tryExplore().orThrow();
    }

    /**
     * Searches, and leaves the verdict to the caller.
     *
     * @return what was found
     */
    public Exploration tryExplore() {
        return new Search(probe, subject, bounds, false).explore();
    }

    /**
     * Searches twice, with and without the reduction, to the end of the bounds, and compares how the orders ended. At
     * SERIALIZABLE, where the server chooses who has to fail, by the layout of pages among other things, it does not matter who.
     * An end that only the reduced search met is no fault of the reduction, which runs nothing but orders of the whole one: the
     * server ended one order in two ways, by the purge of deleted rows, say. For the same reason an end that the reduced search
     * did not meet is looked for twice more.
     *
     * @return the search without the reduction
     * @throws AssertionError if it knows an end that the reduced one does not
     */
    public Exploration crossCheck() {
        return Search.crossCheck(probe, subject, bounds);
    }

    /**
     * Plays one order again.
     *
     * @param token as printed with a violation
     * @return what was found: the order held
     * @throws InterleavingViolation if it did not, or could not be played again
     * @throws IllegalArgumentException if the token is none, or one of another version, database or isolation level
     */
    public Exploration replay(String token) {
        return tryReplay(token).orThrow();
    }

    /**
     * Plays one order again, and leaves the verdict to the caller.
     *
     * @param token as printed with a violation
     * @return what was found
     * @throws IllegalArgumentException if the token is none, or one of another version, database or isolation level
     */
    public Exploration tryReplay(String token) {
        return new Search(probe, subject, bounds, false).replay(ScheduleToken.parse(token));
    }
}
