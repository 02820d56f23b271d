package dev.safe4j.lab.search;

import dev.safe4j.lab.run.Timeline.Hold;
import dev.safe4j.test.schedule.Event;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What each actor has written or locked and not yet let go, as the steps go by. */
final class Holds {

    private final Set<Hold> held = new LinkedHashSet<>();

    List<Hold> now() {
        return List.copyOf(held);
    }

    void done(Event event) {
        switch (event.step().kind()) {
            case COMMIT, ROLLBACK -> letGo(event);
            case STATEMENT -> {
                if (!event.step().footprint().writes().isEmpty()) {
                    held.add(new Hold(event.actor(), Sql.of(event.step().text()).place()));
                }
                // A statement that is committed by itself lets go with its own end.
                if (!event.step().footprint().ends().isEmpty()) {
                    letGo(event);
                }
            }
            default -> {}
        }
    }

    /** A failed end of a transaction is its end all the same, and so is an error that the server rolls it back for: a deadlock's victim. */
    void failed(Event event) {
        switch (event.step().kind()) {
            case COMMIT, ROLLBACK -> letGo(event);
            default -> {
                if (Sql.isRolledBack(event.failure())) {
                    letGo(event);
                }
            }
        }
    }

    private void letGo(Event event) {
        held.removeIf(hold -> hold.actor() == event.actor());
    }
}
