package dev.safe4j.servers;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL: a test's database is a schema, since CREATE DATABASE copies a template and takes ten times as long. */
final class PostgresFlavour extends SqlFlavour {

    static final String PREFIX = "jdbc:postgresql:";
    static final int PORT = 5432;

    PostgresFlavour(SqlAccess access) {
        super(access);
    }

    @Override
    JdbcUrl urlOf(String name) {
        return access().url().with("currentSchema=" + name + "&ApplicationName=" + name);
    }

    @Override
    Sessions sessionsIn(String name) {
        return administrator().in(name);
    }

    @Override
    void create(String name) throws SQLException {
        administrator().run("CREATE SCHEMA " + name);
    }

    @Override
    void drop(String name) throws SQLException {
        administrator()
                .run(
                        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = '" + name
                                + "'",
                        "SET lock_timeout = '5s'",
                        "DROP SCHEMA " + name + " CASCADE",
                        "RESET lock_timeout");
    }

    @Override
    List<Setting> durability() throws SQLException {
        List<Setting> settings = new ArrayList<>();
        for (String name : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            settings.add(new Setting(name, "on", access().ask(access().url(), "SHOW " + name)));
        }
        return settings;
    }
}
