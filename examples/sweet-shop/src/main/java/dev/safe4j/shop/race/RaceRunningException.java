package dev.safe4j.shop.race;

import dev.safe4j.shop.Refused;

/** There is one race at a time. */
public final class RaceRunningException extends Refused {

    private static final long serialVersionUID = 1;

    RaceRunningException() {
        super("a race is running: wait for its end");
    }
}
