package dev.safe4j.test.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run that has ended.
 *
 * @param names of all participants, the tasks of adopted executors after the actors
 * @param events the steps in the order of their starts
 * @param moves the choices that were made
 * @param outcomes of the actors, in the order of their numbers
 * @param ending how it ended
 * @param why more about an ending that is not {@link Ending#COMPLETE}; of one that is, the call that was refused to an actor;
 *     else null
 */
public record Played(
        List<String> names,
        List<Event> events,
        List<Move> moves,
        List<Actors.Outcome> outcomes,
        Ending ending,
        @Nullable String why) {

    /** How a run ended. */
    public enum Ending {
        /** Every actor came to its end under the schedule. */
        COMPLETE,
        /** The chooser left the schedule. */
        LEFT,
        /** All that were left waited for each other, or for connections that the others had: a fault of the code under test. */
        STUCK,
        /** An actor took more steps, or a step more time, than the bounds allow. */
        OVERRAN,
        /** The machinery itself failed, or a thread could not be ended. */
        BROKEN
    }

    /** Copies the lists. */
    public Played {
        names = List.copyOf(names);
        events = List.copyOf(events);
        moves = List.copyOf(moves);
        outcomes = List.copyOf(outcomes);
    }
}
