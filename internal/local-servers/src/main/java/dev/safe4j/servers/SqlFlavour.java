package dev.safe4j.servers;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What differs between the SQL products: how a test's database is made and dropped, and what makes it durable. */
abstract class SqlFlavour {

    private final SqlAccess access;
    private final Sessions administrator;

    SqlFlavour(SqlAccess access) {
        this.access = access;
        this.administrator = Sessions.on(access, access.url());
    }

    /** Where the server is, and as whom to go there. */
    final SqlAccess access() {
        return access;
    }

    /** The sessions beside all databases of tests. */
    final Sessions administrator() {
        return administrator;
    }

    /** The sessions in a test's database, to be closed with it. */
    Sessions sessionsIn(String name) {
        return Sessions.on(access, urlOf(name));
    }

    /** The URL of a database that {@link #create} has made, or will have. */
    abstract JdbcUrl urlOf(String name);

    abstract void create(String name) throws SQLException;

    /** Ends the sessions on the database and drops it, waiting for no one longer than a few seconds. */
    abstract void drop(String name) throws SQLException;

    /** The settings that decide whether a commit survives a kill, as the server reports them now. */
    abstract List<Setting> durability() throws SQLException;

    /**
     * A setting that a durable server needs.
     *
     * @param wanted the one value that is durable
     */
    record Setting(String name, String wanted, @Nullable String value) {
        boolean holds() {
            return wanted.equalsIgnoreCase(value);
        }
    }
}
