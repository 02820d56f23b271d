package dev.safe4j.jdbc.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

/** What the guide shows, run; and the statements that it counts. */
class ReservationsGuideTest {

    private Database database;
    private Transactions transactions;

    private record Answer(boolean accepted) {}

    private interface Provider {
        Answer charge(String idempotencyKey, BigDecimal price);
    }

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute("create table sweet (id bigint primary key, stock int not null)", "insert into sweet values (7, 5)");
        database = Database.of(db.dataSource());
        Reservations.schema(database).create(database);
        transactions = Transactions.on(database);
    }

    private void buy(long sweet, Provider provider, BigDecimal price) {
        Reservations sweets = Reservations.on(transactions, database, "sweet", "id", "stock");
        try (Hold hold = sweets.take(sweet, 2).until(Duration.ofMinutes(10)).reserve()) {
            if (provider.charge(hold.idempotencyKey(), price).accepted()) {
                hold.confirm();
            }
        }
    }

    @EachDatabase
    void what_the_provider_accepts_is_sold_and_what_not_comes_back(TestDatabase db) {
        buy(7, (key, price) -> new Answer(true), BigDecimal.ONE);
        assertThat(db.value(Integer.class, "select stock from sweet")).isEqualTo(3);
        buy(7, (key, price) -> new Answer(false), BigDecimal.ONE);
        assertThat(db.value(Integer.class, "select stock from sweet")).isEqualTo(3);
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void round_trips_are_as_the_guide_says(TestDatabase db) throws Exception {
        try (WireTap wire = WireTap.to(db.server().host(), db.server().port());
                HikariDataSource pool = db.newPool(db.urlThrough(wire), 1)) {
            Database tapped = Database.of(pool);
            Reservations sweets = Reservations.on(Transactions.on(tapped), tapped, "sweet", "id", "stock");
            sweets.take(7L, 1).reserve().close(); // looks up what it has not met before
            sweets.take(7L, 1).reserve().confirm();
            Hold[] hold = new Hold[1];
            assertThat(counted(wire, () -> hold[0] = sweets.take(7L, 1).reserve()))
                    .as("reserve")
                    .isEqualTo(3);
            assertThat(counted(wire, () -> hold[0].confirm())).as("confirm").isEqualTo(2);
            Hold other = sweets.take(7L, 1).reserve();
            assertThat(counted(wire, other::cancel)).as("cancel").isEqualTo(4);
            sweets.take(7L, 1).reserve();
            sweets.take(7L, 1).reserve();
            db.execute("update safe4j_hold set hold_until = timestamp '2001-01-01 00:00:00'");
            assertThat(counted(wire, () -> sweets.sweep(10))).as("sweep of two").isEqualTo(1 + 2 * 4);
        }
    }

    private static long counted(WireTap wire, Runnable step) {
        long before = wire.roundTrips();
        step.run();
        return wire.roundTrips() - before;
    }
}
