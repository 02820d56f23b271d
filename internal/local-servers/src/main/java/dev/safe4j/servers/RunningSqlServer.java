package dev.safe4j.servers;

import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** A SQL server that answers, by whatever way it came. */
final class RunningSqlServer extends RunningServer implements SqlServer {

    private static final int POOL_SIZE = 16;

    private final SqlFlavour flavour;
    private final AtomicLong databases = new AtomicLong();

    RunningSqlServer(Identity identity, SqlFlavour flavour, Control control) {
        super(identity, control);
        this.flavour = flavour;
    }

    /** The same server in the hands of many, none of whom may stop it. */
    RunningSqlServer shared() {
        return new RunningSqlServer(identity(), flavour, sharedControl());
    }

    SqlFlavour flavour() {
        return flavour;
    }

    @Override
    public String version() {
        try {
            return flavour.access().version();
        } catch (SQLException failure) {
            throw new IllegalStateException("could not ask " + this + " for its version", failure);
        }
    }

    @Override
    public String host() {
        JdbcUrl url = flavour.access().url();
        return url.address().isEmpty() ? "" : url.host();
    }

    @Override
    public int port() {
        return flavour.access().url().port();
    }

    @Override
    public TestDatabase newDatabase() {
        return newDatabase(POOL_SIZE);
    }

    @Override
    public TestDatabase newDatabase(int poolSize) {
        String random = Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36 * 36 * 36 * 36), 36);
        String name = "t_" + databases.incrementAndGet() + "_" + random;
        try {
            flavour.create(name);
        } catch (SQLException failure) {
            throw new IllegalStateException("could not make database " + name + " on " + this, failure);
        }
        return new PooledTestDatabase(this, name, poolSize);
    }

    @Override
    public void close() {
        flavour.administrator().close();
        super.close();
    }

    @Override
    public void assertDurable() {
        try {
            for (SqlFlavour.Setting setting : flavour.durability()) {
                if (!setting.holds()) {
                    throw notDurable(setting.name(), setting.value(), setting.wanted());
                }
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("could not ask " + this + " whether it is durable", failure);
        }
    }
}
