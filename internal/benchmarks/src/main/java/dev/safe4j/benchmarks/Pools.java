package dev.safe4j.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.servers.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Connection pools that have all their connections before anything is measured. */
final class Pools {

    private Pools() {}

    static HikariDataSource open(TestDatabase db, String url, int size) {
        HikariDataSource pool = db.newPool(url, size);
        List<Connection> all = new ArrayList<>();
        try {
            for (int i = 0; i < size; i++) {
                all.add(pool.getConnection());
            }
            for (Connection each : all) {
                each.close();
            }
            return pool;
        } catch (SQLException failure) {
            throw new IllegalStateException("could not open " + size + " connections to " + url, failure);
        }
    }

    /** Asks the server itself, so that a URL that sets nothing is found out. */
    static void require(HikariDataSource pool, String setting, String value) {
        String present = new JdbcTemplate(pool).queryForObject("show " + setting, String.class);
        if (!value.equals(present)) {
            throw new IllegalStateException(setting + " should be " + value + " and is " + present + ".");
        }
    }
}
