package dev.safe4j.jdbc.idempotency;

import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.idempotency.IdempotentOperation;
import dev.safe4j.jdbc.Database;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A process that places an order under key "k", and stops at a point until it is told to go on: to be killed or paused there. Arguments:
 * the URL of the business, that of the store, user, password, mode and point.
 */
final class CrashingShop {

    static final Duration LEASE = Duration.ofSeconds(3);

    /** Where it stops. */
    enum Point {
        BEFORE_THE_CLAIM,
        BEFORE_THE_EFFECT,
        BEHIND_THE_EFFECT,
        BEHIND_THE_ANSWER,
        NOTHING_HAPPENED
    }

    private final Point point;
    private final BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    private CrashingShop(Point point) {
        this.point = point;
    }

    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        new CrashingShop(Point.valueOf(args[5])).run(args);
    }

    private void run(String[] args) {
        DataSource business = new DriverManagerDataSource(args[0], args[2], args[3]);
        DataSource own = new DriverManagerDataSource(args[1], args[2], args[3]);
        try (Idempotency idempotency = Idempotency.builder(JdbcIdempotencyStore.on(own))
                .transactional(JdbcTransactionalStore.on(Database.of(business)))
                .build()) {
            IdempotentOperation<String> order = idempotency
                    .operation("order", String.class)
                    .key("k")
                    .lease(LEASE)
                    .releasing(UncheckedIOException.class);
            IdempotentOperation<String> inMode = args[4].equals("lease") ? order : order.sameTransaction();
            // The first request of a process loads classes, which at load takes longer than this lease.
            idempotency.operation("begin", String.class).key("k").run(attempt -> "");
            stopAt(Point.BEFORE_THE_CLAIM);
            String result = inMode.run(attempt -> place(new JdbcTemplate(business)));
            stopAt(Point.BEHIND_THE_ANSWER);
            say("ANSWERED " + result);
        } catch (RuntimeException failure) {
            say("FAILED " + failure.getClass().getSimpleName());
            say("as " + failure.getMessage());
        }
    }

    private String place(JdbcTemplate jdbc) {
        stopAt(Point.BEFORE_THE_EFFECT);
        if (point == Point.NOTHING_HAPPENED) {
            stopAt(point);
            throw new UncheckedIOException(new ConnectException("nothing was sent"));
        }
        jdbc.update("insert into effect (request) values ('k')");
        stopAt(Point.BEHIND_THE_EFFECT);
        return "order of k";
    }

    private void stopAt(Point here) {
        if (here == point) {
            say("AT " + here);
            try {
                orders.readLine();
            } catch (java.io.IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /** Whether a database answers. */
    static boolean answers(DataSource source) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            return statement.execute("select 1");
        } catch (SQLException down) {
            return false;
        }
    }
}
