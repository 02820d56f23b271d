package dev.safe4j.servers;

import java.sql.SQLException;
import java.util.List;

/** H2: a test's database is a named one in memory, or a file of a server. It comes to be with its first connection. */
final class H2Flavour extends SqlFlavour {

    static final String IN_MEMORY = "jdbc:h2:mem:";
    static final String SERVER = "jdbc:h2:tcp:";

    H2Flavour(SqlAccess access) {
        super(access);
    }

    private boolean inMemory() {
        return access().url().address().isEmpty();
    }

    @Override
    JdbcUrl urlOf(String name) {
        return access().url().database(inMemory() ? name : "./" + name);
    }

    @Override
    void create(String name) throws SQLException {
        access().open(urlOf(name)).close();
    }

    @Override
    void drop(String name) throws SQLException {
        try (var connection = access().open(urlOf(name));
                var statement = connection.createStatement()) {
            statement.execute("SHUTDOWN IMMEDIATELY");
        }
    }

    @Override
    List<Setting> durability() throws SQLException {
        if (inMemory()) {
            return List.of(new Setting("storage", "file", "memory"));
        }
        return List.of(new Setting("WRITE_DELAY", "0", access().ask(access().url(), """
                SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'WRITE_DELAY'
                """)));
    }
}
