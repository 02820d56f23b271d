package dev.safe4j.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Takes all connections of a pool every now and then, as somebody does who has forgotten to give them back. */
final class Exhaustion implements AutoCloseable {

    private static final int LONGEST_PAUSE = 600;

    private final DataSource pool;
    private final int size;
    private final Duration time;
    private final CountDownLatch end = new CountDownLatch(1);

    Exhaustion(DataSource pool, int size, Duration time) {
        this.pool = pool;
        this.size = size;
        this.time = time;
    }

    void start() {
        Thread thread = new Thread(this::run, "exhaustion");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!end.await(ThreadLocalRandom.current().nextInt(LONGEST_PAUSE), TimeUnit.MILLISECONDS)) {
                takeAll();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void takeAll() throws InterruptedException {
        List<Connection> taken = new ArrayList<>();
        try {
            while (taken.size() < size) {
                taken.add(pool.getConnection());
            }
            end.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (SQLException none) {
            // Others have them: as good.
        } finally {
            taken.forEach(Exhaustion::giveBack);
        }
    }

    private static void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw new IllegalStateException("could not give a connection back", failure);
        }
    }

    @Override
    public void close() {
        end.countDown();
    }
}
