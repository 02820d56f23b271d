package dev.safe4j.jdbc;

import dev.safe4j.autoconfigure.SafeProperties;
import dev.safe4j.broken.Broken;
import dev.safe4j.jdbc.broken.BrokenRoom;
import java.util.List;

/** Knows the core class that knows it, the starter, and a room of its own module. */
public final class BrokenJdbc {
    List<Class<?>> known = List.of(SafeProperties.class, Broken.class, BrokenRoom.class);
}
