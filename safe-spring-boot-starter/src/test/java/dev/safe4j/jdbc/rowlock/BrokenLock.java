package dev.safe4j.jdbc.rowlock;

import dev.safe4j.jdbc.broken.BrokenRoom;

/** The other half of the circle. */
public final class BrokenLock {
    Class<?> known = BrokenRoom.class;
}
