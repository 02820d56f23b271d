package dev.safe4j.jdbc.update;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.Concurrently;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.SqlServer;
import dev.safe4j.servers.TestDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
@Concurrently
class HotRowTest {

    /** Ten thousand in the soak tier. */
    private static final int PURCHASES = Callers.repetitions() == 1 ? 2_000 : 10_000;

    private static final Duration BOUND = Duration.ofMinutes(6);

    @EachDatabase
    void purchases_of_one_hot_row_sell_exactly_the_stock(TestDatabase db) {
        Purchases.tables(db, stock(PURCHASES));
        try (HikariDataSource pool = db.newPool(Purchases.BUYERS)) {
            Purchases purchases = new Purchases(pool);
            all(purchases, PURCHASES, done -> {});
            assertExact(db, purchases, PURCHASES);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ServerKind.class,
            names = {"POSTGRESQL", "MARIADB", "H2"})
    void the_same_with_the_server_killed_in_the_middle(ServerKind kind) {
        for (int repetition = 0; repetition < Callers.repetitions(); repetition++) {
            try (SqlServer server = LocalServers.start(kind, Profile.DURABLE);
                    TestDatabase db = server.newDatabase()) {
                server.assertDurable();
                Purchases.tables(db, stock(PURCHASES));
                try (HikariDataSource pool = db.newPool(Purchases.BUYERS)) {
                    Purchases purchases = new Purchases(pool);
                    all(purchases, PURCHASES, done -> {
                        if (done == PURCHASES / 4 || done == PURCHASES / 2) {
                            server.kill();
                            server.restart();
                        }
                    });
                    assertThat(purchases.lostConnections.get())
                            .as("connections lost to the kill")
                            .isPositive();
                    assertExact(db, purchases, PURCHASES);
                }
            }
        }
    }

    private interface Progress {
        void reached(int done);
    }

    private static void all(Purchases purchases, int number, Progress progress) {
        AtomicInteger done = new AtomicInteger();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Callers.Result<Object>> results = Callers.run(Purchases.BUYERS + 1, BOUND, caller -> () -> {
            if (caller == Purchases.BUYERS) {
                watch(done, number, failures, progress);
                return "watched";
            }
            try {
                for (int i = 0; i < number / Purchases.BUYERS; i++) {
                    purchases.buy(caller + 1);
                    done.incrementAndGet();
                }
                return "bought";
            } catch (RuntimeException failure) {
                failures.add(failure);
                throw failure;
            }
        });
        assertThat(results).extracting(Callers.Result::failure).containsOnlyNulls();
    }

    private static void watch(AtomicInteger done, int number, List<Throwable> failures, Progress progress) {
        for (int mark : List.of(number / 4, number / 2, number)) {
            Await.until(BOUND, mark + " purchases", () -> done.get() >= mark || !failures.isEmpty());
            progress.reached(mark);
        }
    }

    private static int stock(int purchases) {
        return purchases * 6 / 10;
    }

    private static void assertExact(TestDatabase db, Purchases purchases, int number) {
        int stock = stock(number);
        assertThat(db.value(Integer.class, "select stock from sweet")).isZero();
        assertThat(purchases.sold).hasValue(stock);
        assertThat(purchases.soldOut).hasValue(number - stock);
        assertThat(db.value(Long.class, "select count(*) - count(distinct id) from sale"))
                .as("sales that are there twice, against their primary key")
                .isZero();
        assertThat(db.value(Long.class, "select count(*) from sale where outcome = 'sold'"))
                .isEqualTo(stock);
        assertThat(db.value(Long.class, "select count(*) from sale")).isEqualTo(number);
        BigDecimal till = db.value(BigDecimal.class, "select balance from till");
        assertThat(till).isEqualByComparingTo(Purchases.PRICE.multiply(BigDecimal.valueOf(stock)));
        assertThat(db.value(BigDecimal.class, "select sum(balance) from wallet").add(till))
                .isEqualByComparingTo(Purchases.conserved());
    }
}
