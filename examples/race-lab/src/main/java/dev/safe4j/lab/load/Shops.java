package dev.safe4j.lab.load;

import dev.safe4j.lab.catalogue.Where;
import dev.safe4j.lab.run.Run;
import dev.safe4j.lab.run.Servers;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.test.interleavings.Isolation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shops that are open, one for each server and isolation level that was asked for; at most {@value #MOST}: the one that was not used
 * for longest is closed. Thread-safe.
 */
public final class Shops implements AutoCloseable {

    /** As many as there are runs at once, so that there is always one that nobody uses, or room. */
    private static final int MOST = 4;

    private static final int CONNECTIONS = 16;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, OpenShop> open = new LinkedHashMap<>();

    private record Key(Where server, Isolation isolation) {}

    /**
     * Opens a shop, or takes one that is open and whose server is alive.
     *
     * @return in use until it is given back
     * @throws InterruptedException while it waits for another one that is being opened
     */
    OpenShop take(Where server, Isolation isolation, Run run) throws InterruptedException {
        run.waitsFor("waits for a shop to open");
        lock.lockInterruptibly();
        try {
            Key key = new Key(server, isolation);
            OpenShop known = open.remove(key);
            if (known != null && !known.isUsable()) {
                known.close();
                known = null;
            }
            if (known == null) {
                makeRoom();
                known = open(server, isolation);
            }
            open.put(key, known); // at the end: used last
            known.take();
            return known;
        } finally {
            lock.unlock();
            run.waitsFor(null);
        }
    }

    private void makeRoom() {
        List<Map.Entry<Key, OpenShop>> unused = open.entrySet().stream()
                .filter(each -> !each.getValue().isInUse())
                .limit(Math.max(0, open.size() - MOST + 1))
                .toList();
        unused.forEach(each -> {
            open.remove(each.getKey());
            each.getValue().close();
        });
    }

    private static OpenShop open(Where server, Isolation isolation) {
        TestDatabase database = Servers.newDatabase(server, CONNECTIONS);
        try {
            return OpenShop.on(database, isolation, Run.ROUNDS);
        } catch (RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            open.values().forEach(OpenShop::close);
            open.clear();
        } finally {
            lock.unlock();
        }
    }
}
