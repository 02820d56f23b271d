package dev.safe4j.test.interleavings;

import dev.safe4j.test.schedule.Actors;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is searched: who acts, from which state, and what must hold afterwards. */
final class Case {

    final List<Actors.Body> bodies = new ArrayList<>();
    final List<Interleavings.Action> resets = new ArrayList<>();
    final List<Invariant> invariants = new ArrayList<>();
    final List<Class<? extends Throwable>> allowed = new ArrayList<>();
    /** To be brought back before every order. */
    final List<String> tables = new ArrayList<>();

    final List<SearchObserver> observers = new ArrayList<>();
    Isolation isolation = Isolation.AS_CONFIGURED;
    boolean split = true;

    @Nullable
    ScheduleToken pinned;

    /** A named rule. */
    record Invariant(String name, Rule rule) {}

    /** Tells whether something holds. */
    interface Rule {
        boolean holds(Outcomes outcomes) throws Exception;
    }

    void add(Actors.Body body) {
        if (body.name().isBlank()) {
            throw new IllegalArgumentException("an actor's name must not be blank");
        }
        if (bodies.stream().anyMatch(other -> other.name().equals(body.name()))) {
            throw new IllegalArgumentException("there is an actor '" + body.name() + "' already");
        }
        bodies.add(body);
    }

    Actors cast() {
        return new Actors(bodies);
    }

    boolean isAllowed(@Nullable Throwable failure) {
        return failure == null || allowed.stream().anyMatch(type -> Outcomes.isA(failure, type));
    }

    boolean losesConnections() {
        return bodies.stream().anyMatch(Actors.Body::crashes);
    }

    void loseConnectionsOf(Set<String> names) {
        bodies.replaceAll(body ->
                names.contains(body.name()) ? new Actors.Body(body.name(), body.work(), body.ungated(), true) : body);
    }
}
