package dev.safe4j.test.schedule;

import org.jspecify.annotations.Nullable;

/** The connection that a step goes through. */
public interface Target {

    /** {@return its session on the server, null if the server's sessions say nothing about it} */
    Server.@Nullable Session session();

    /**
     * Loses the connection: the server rolls back, the actor can no longer use it. Returns when both are so.
     *
     * @return what a client sees whose connection was lost
     */
    Exception lose();
}
