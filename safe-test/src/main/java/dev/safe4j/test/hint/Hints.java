package dev.safe4j.test.hint;

import dev.safe4j.test.schedule.Actors;
import dev.safe4j.test.schedule.Event;
import dev.safe4j.test.schedule.Move;
import dev.safe4j.test.schedule.Played;
import dev.safe4j.test.schedule.Step;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes hints from runs. Without state. */
public final class Hints {

    private static final Set<Integer> MYSQL_DUPLICATE = Set.of(1062, 1586);
    private static final int MYSQL_DEADLOCK = 1213;
    private static final int H2_DEADLOCK = 40001;
    private static final int MARIADB_CHANGED = 1020;

    private Hints() {}

    /**
     * Guesses what an order shows that broke an invariant, or in which nobody could go on.
     *
     * @param played the order
     * @return the guess; empty if it is not plain enough
     */
    public static Optional<Hint> ofViolation(Played played) {
        if (played.ending() == Played.Ending.STUCK) {
            return ofStuck(played);
        }
        Optional<Hint> loss = ofLoss(played);
        return loss.isPresent() || lost(played).isPresent() ? loss : new Patterns(played).find();
    }

    /**
     * Guesses what an order shows in which an actor failed.
     *
     * @param played the order
     * @param cause with what it failed
     * @return the guess; empty if it is not plain enough
     */
    public static Optional<Hint> ofError(Played played, @Nullable Throwable cause) {
        if (lost(played).isPresent()) {
            return ofLoss(played);
        }
        for (Actors.Outcome outcome : played.outcomes()) {
            SQLException error = sqlError(outcome.failure());
            if (error != null && Objects.equals(outcome.failure(), cause)) {
                return ofError(played, played.names().indexOf(outcome.name()), error);
            }
        }
        return Optional.empty();
    }

    private static Optional<Hint> ofError(Played played, int actor, SQLException error) {
        List<Event> failed = played.events().stream()
                .filter(event -> event.actor() == actor && event.failure() != null)
                .toList();
        if (failed.isEmpty()) {
            return Optional.empty();
        }
        String who = played.names().get(actor);
        String state = String.valueOf(error.getSQLState());
        if (state.equals("25P02")) {
            return isDuplicate(failed.get(0))
                    ? hint(
                            Hazard.DEAD_TRANSACTION,
                            who + " went on in the transaction that the duplicate key had ended")
                    : Optional.empty();
        }
        Event last = failed.get(failed.size() - 1);
        if (isDeadlock(played, last, error)) {
            return hint(Hazard.DEADLOCK, "the database ended " + who + " so that the others could go on");
        }
        if (isDuplicate(last)) {
            return Patterns.lookedBefore(played, last)
                    ? hint(Hazard.CHECK_THEN_INSERT, who + " looked, found no row, and another one's insert came first")
                    : Optional.empty();
        }
        return state.equals("40001") || error.getErrorCode() == MARIADB_CHANGED
                ? hint(Hazard.SERIALIZATION_FAILURE, "the database ended " + who + ", which did not try again")
                : Optional.empty();
    }

    private static boolean isDuplicate(Event event) {
        SQLException error = sqlError(event.failure());
        return error != null && ("23505".equals(error.getSQLState()) || MYSQL_DUPLICATE.contains(error.getErrorCode()));
    }

    private static boolean isDeadlock(Played played, Event victim, SQLException error) {
        boolean said = "40P01".equals(error.getSQLState()) || error.getErrorCode() == MYSQL_DEADLOCK;
        boolean waitedFor = played.events().stream().anyMatch(event -> isWaitingFor(event, victim));
        return said || (error.getErrorCode() == H2_DEADLOCK && (waitedFor || waitedInVain(played, victim)));
    }

    /** H2 says of other conflicts that they are deadlocks: those it tells when the one that was waited for has committed. */
    private static boolean waitedInVain(Played played, Event victim) {
        Event.Wait wait = victim.waited();
        return wait != null
                && !wait.holders().isEmpty()
                && played.events().stream()
                        .noneMatch(event -> wait.holders().contains(event.actor())
                                && event.started() > victim.started()
                                && event.started() < victim.ended()
                                && event.step().kind() != Step.Kind.STATEMENT);
    }

    private static boolean isWaitingFor(Event event, Event victim) {
        Event.Wait wait = event.waited();
        return wait != null
                && event.actor() != victim.actor()
                && wait.holders().contains(victim.actor())
                && event.started() < victim.ended()
                && (event.ended() == 0 || event.ended() > victim.started());
    }

    private static Optional<Hint> ofStuck(Played played) {
        String why = String.valueOf(played.why());
        if (why.startsWith("self-deadlock:")) {
            return hint(Hazard.SELF_DEADLOCK, "an actor waits on one connection for what its other one holds");
        }
        if (why.startsWith("pool starvation:")) {
            return hint(
                    Hazard.POOL_STARVATION, "who holds a connection waits for one more, and the pool has none left");
        }
        boolean circle = played.events().stream()
                .filter(event -> event.waited() != null && event.ended() == 0)
                .allMatch(event -> played.events().stream().anyMatch(other -> waitsUnended(other, event.actor())));
        boolean anyone = played.events().stream().anyMatch(event -> event.waited() != null && event.ended() == 0);
        return circle && anyone ? hint(Hazard.DEADLOCK, "each waits for what another one holds") : Optional.empty();
    }

    private static boolean waitsUnended(Event event, int holder) {
        Event.Wait wait = event.waited();
        return wait != null && event.ended() == 0 && wait.holders().contains(holder);
    }

    private static Optional<Event> lost(Played played) {
        return played.events().stream()
                .filter(event -> event.fate() != Move.Fate.RUNS)
                .findFirst();
    }

    private static Optional<Hint> ofLoss(Played played) {
        Event lost = lost(played).orElse(null);
        if (lost == null) {
            return Optional.empty();
        }
        String who = played.names().get(lost.actor());
        boolean commits = lost.step().kind() == Step.Kind.COMMIT
                || !lost.step().footprint().ends().isEmpty();
        if (lost.fate() == Move.Fate.REPLY_LOST && commits) {
            return hint(Hazard.LOST_REPLY, who + "'s commit was done, and its reply was lost: it cannot know");
        }
        boolean keptBefore = new Patterns(played).hasKept(lost.actor(), lost.started());
        return lost.fate() == Move.Fate.LOST_BEFORE && keptBefore
                ? hint(Hazard.HALF_DONE, who + " had committed a part when its connection was lost")
                : Optional.empty();
    }

    private static Optional<Hint> hint(Hazard hazard, String why) {
        return Optional.of(new Hint(hazard, why));
    }

    private static @Nullable SQLException sqlError(@Nullable Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
