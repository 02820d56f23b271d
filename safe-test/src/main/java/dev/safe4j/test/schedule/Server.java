package dev.safe4j.test.schedule;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * A server as the schedule sees it: it says which of its sessions wait for which. Called by the schedule's thread alone.
 */
public interface Server {

    /** {@return the server and its version as a person would say it, such as "PostgreSQL 18.3"} */
    String name();

    /**
     * Asks the server which sessions wait for a lock.
     *
     * @param inFlight the sessions that have a statement under way
     * @return for each session that waits, those that hold what it waits for; these are empty if the server does not say
     */
    Map<Long, Set<Long>> waits(Collection<Long> inFlight);

    /** {@return how long after a wait has ended the server may still report it} */
    Duration lag();

    /**
     * Tells how long after the begin of a wait the server looks for a deadlock, if it looks once and not at each wait of another.
     *
     * @return the time; zero if it finds the cycle when it is closed
     */
    Duration deadlockCheck();

    /**
     * Tells whether every wait shows. If not, a step without an answer is taken for waiting after a while, and marked.
     *
     * @return whether the evidence is complete
     */
    boolean showsEveryWait();

    /**
     * Tells whether its sessions wait for something to happen, such as an element in a list, rather than for a lock: anyone may
     * end such a wait, and nobody holds it.
     *
     * @return whether a wait has no holder
     */
    default boolean waitsWithoutHolders() {
        return false;
    }

    /**
     * Ends a session and returns when the server has rolled it back.
     *
     * @param session its id
     */
    void end(long session);

    /**
     * One connection to a server.
     *
     * @param server where
     * @param id its id there
     */
    record Session(Server server, long id) {}
}
