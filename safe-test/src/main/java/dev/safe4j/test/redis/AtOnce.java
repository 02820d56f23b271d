package dev.safe4j.test.redis;

import dev.safe4j.test.schedule.Server;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** A server that does everything at once: nobody waits there, however long an answer takes. */
final class AtOnce implements Server {

    static final Session SESSION = new Session(new AtOnce(), 0);

    private AtOnce() {}

    @Override
    public String name() {
        return "Redis";
    }

    @Override
    public Map<Long, Set<Long>> waits(Collection<Long> inFlight) {
        return Map.of();
    }

    @Override
    public Duration deadlockCheck() {
        return Duration.ZERO;
    }

    @Override
    public Duration lag() {
        return Duration.ZERO;
    }

    @Override
    public boolean showsEveryWait() {
        return true;
    }

    @Override
    public void end(long session) {
        // Nothing is to be ended: it will answer.
    }
}
