package dev.safe4j.jdbc.broken;

import dev.safe4j.jdbc.rowlock.BrokenLock;

/** Half of a circle. */
public final class BrokenRoom {
    Class<?> known = BrokenLock.class;
}
