package dev.safe4j.test.known;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.interleavings.Isolation;
import dev.safe4j.test.interleavings.RaceProbe;

/** A case with its tables on a database. */
final class Scene implements AutoCloseable {

    private final TestDatabase database;
    private final KnownRace race;
    private final HikariDataSource pool;
    private final RaceProbe probe = new RaceProbe();
    private final Db db;

    Scene(TestDatabase database, KnownRace race) {
        this.database = database;
        this.race = race;
        this.pool = database.newPool(8);
        this.db = new Db(probe.wrap(pool));
        race.schema.forEach(ddl -> database.execute(ddl));
    }

    Interleavings search(Isolation level) {
        return race.search(probe, db).isolation(level);
    }

    @Override
    public void close() {
        pool.close();
        race.schema.forEach(ddl -> database.execute("drop table " + ddl.split("\\s+")[2]));
    }
}
