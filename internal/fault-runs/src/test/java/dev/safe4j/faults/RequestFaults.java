package dev.safe4j.faults;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.LocalServer;
import java.time.Duration;
import java.util.Random;

/** Kills a worker or the store each time so many blocks of requests more are done, a moment later. For one thread. */
final class RequestFaults {

    private static final int STORE_IN = 3;
    private static final int LONGEST_DELAY = 40;

    private final RequestCrew crew;
    private final LocalServer store;
    private final int every;
    private final Random random;
    private int killedWorkers;
    private int killedStores;

    RequestFaults(RequestCrew crew, LocalServer store, int every, Random random) {
        this.crew = crew;
        this.store = store;
        this.every = every;
        this.random = random;
    }

    void after(int done) {
        if (done % every != 0) {
            return;
        }
        long end = System.nanoTime()
                + Duration.ofMillis(random.nextInt(LONGEST_DELAY)).toNanos();
        Await.until(Duration.ofSeconds(10), "the moment of a fault has come", () -> System.nanoTime() - end >= 0);
        if (done / every % STORE_IN == STORE_IN - 1) {
            store.kill();
            store.restart();
            killedStores++;
        } else if (crew.kill()) {
            killedWorkers++;
        }
    }

    int killedWorkers() {
        return killedWorkers;
    }

    int killedStores() {
        return killedStores;
    }

    @Override
    public String toString() {
        return killedWorkers + " kills of a worker, " + killedStores + " of the store";
    }
}
