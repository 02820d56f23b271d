package dev.safe4j.lab.load;

import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.SweetShop;
import dev.safe4j.shop.race.RaceTrack;
import dev.safe4j.test.interleavings.Isolation;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A sweet shop that serves on a port of its own, on a database of its own. Thread-safe: several may race in it. */
final class OpenShop implements AutoCloseable {

    private static final int CALLERS = 16;

    private final TestDatabase database;
    private final ConfigurableApplicationContext shop;
    private final AtomicInteger users = new AtomicInteger();

    private OpenShop(TestDatabase database, ConfigurableApplicationContext shop) {
        this.database = database;
        this.shop = shop;
    }

    static OpenShop on(TestDatabase database, Isolation isolation, int rounds) {
        ConfigurableApplicationContext shop = new SpringApplicationBuilder(SweetShop.class)
                .run(
                        "--server.address=127.0.0.1",
                        "--server.port=0",
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.username(),
                        "--spring.datasource.password=" + database.password(),
                        "--spring.datasource.hikari.transaction-isolation=TRANSACTION_" + isolation.name(),
                        "--spring.datasource.hikari.connection-timeout=10000",
                        "--safe4j.race.enabled=false",
                        "--logging.level.root=error",
                        "--logging.level.org.springframework.transaction=off",
                        "--race.at-start=false",
                        "--race.callers=" + CALLERS,
                        "--race.rounds=" + rounds);
        return new OpenShop(database, shop);
    }

    RaceTrack track() {
        return shop.getBean(RaceTrack.class);
    }

    boolean isUsable() {
        return shop.isActive() && database.server().isAlive();
    }

    boolean isInUse() {
        return users.get() > 0;
    }

    void take() {
        users.incrementAndGet();
    }

    void giveBack() {
        users.decrementAndGet();
    }

    @Override
    public void close() {
        try (database) {
            shop.close();
        }
    }
}
