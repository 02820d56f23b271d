package dev.safe4j.jdbc.lock;

import dev.safe4j.lock.ReleaseSignal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the notifications of one channel, on one connection, by one daemon thread of its own: the driver has no way to be told
 * of them but to wait on the socket, for as long as somebody listens, and no thread of the caller's could do that.
 */
final class NotificationReader implements ReleaseSignal.Listening {

    private static final Logger LOG = LoggerFactory.getLogger(NotificationReader.class);

    /** How long the socket is waited on before the thread looks whether it is to end; nothing is sent for it. */
    private static final Duration READ = Duration.ofMillis(250);
    /** How often a silent connection is asked whether it is still one. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);
    private static final int SECONDS_TO_ANSWER = 5;

    private final DataSource dataSource;
    private final String channel;
    private final Consumer<String> released;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private Duration pause = FIRST_PAUSE;

    NotificationReader(DataSource dataSource, String channel, Consumer<String> released) {
        this.dataSource = dataSource;
        this.channel = channel;
        this.released = released;
        this.thread = new Thread(this::run, "safe4j-release-signal");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void run() {
        while (!isClosed()) {
            try (Connection connection = dataSource.getConnection()) {
                listen(connection);
            } catch (SQLException | RuntimeException failure) {
                failed(failure);
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + channel);
            LOG.debug("Listening to channel {}.", channel);
            pause = FIRST_PAUSE;
            read(connection);
            statement.execute("unlisten " + channel); // a pool gives the connection to others
        }
    }

    private void read(Connection connection) throws SQLException {
        PGConnection source = connection.unwrap(PGConnection.class);
        long heard = System.nanoTime();
        while (!isClosed()) {
            PGNotification[] notifications = source.getNotifications((int) READ.toMillis());
            if (notifications != null && notifications.length > 0) {
                heard = System.nanoTime();
                for (PGNotification each : notifications) {
                    tell(each.getParameter());
                }
            } else if (System.nanoTime() - heard > SILENCE.toNanos()) {
                if (!connection.isValid(SECONDS_TO_ANSWER)) {
                    throw new SQLException("the connection does not answer any more");
                }
                heard = System.nanoTime();
            }
        }
    }

    private void tell(String key) {
        try {
            released.accept(key);
        } catch (RuntimeException failure) {
            LOG.error("A listener to channel {} failed for '{}'.", channel, key, failure);
        }
    }

    private void failed(Exception failure) {
        if (isClosed()) {
            return;
        }
        LOG.warn(
                "What is signalled on channel {} is not heard now, and whoever waits for it polls: it will be listened to"
                        + " again in {}.",
                channel,
                pause,
                failure);
        long half = pause.toMillis() / 2;
        try {
            if (closed.await(half + ThreadLocalRandom.current().nextLong(half + 1), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException notByUs) {
            closed.countDown(); // whoever interrupts this thread wants it to end
        }
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    /** Ends the thread and its connection; does nothing the second time. */
    @Override
    public void close() {
        closed.countDown();
        if (Thread.currentThread().equals(thread)) {
            return; // by its own listener
        }
        try {
            thread.join(LONGEST_CLOSE.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
