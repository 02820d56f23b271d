package dev.safe4j.jdbc.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.idempotency.Execution;
import dev.safe4j.retry.OutcomeUnknownException;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.SqlServer;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** The server is killed while orders are placed under keys, and comes back: each effect is there exactly once. */
@Tag("slow")
class KilledStoreTest {

    private static final Duration BOUND = Duration.ofSeconds(120);
    private static final int KEYS = 300;
    private static final int CALLERS = 6;

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void in_the_same_transaction_each_effect_is_there_once(ServerKind kind) {
        try (SqlServer server = LocalServers.start(kind, Profile.DURABLE)) {
            server.assertDurable();
            try (TestDatabase db = server.newDatabase();
                    Requests shop = Requests.in(db)) {
                placeAll(shop, server);
                assertThat(db.rows("select request from effect group by request having count(*) <> 1"))
                        .isEmpty();
                assertThat(db.value(Long.class, "select count(*) from effect")).isEqualTo(KEYS);
                assertThat(db.value(Long.class, "select count(*) from safe4j_idempotency"))
                        .isEqualTo(KEYS);
            }
        }
    }

    /** Two callers on each key, each of which asks until it is answered. */
    private static void placeAll(Requests shop, SqlServer server) {
        AtomicInteger answered = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        AtomicBoolean isKilled = new AtomicBoolean();
        List<Callers.Result<String>> results = Callers.run(CALLERS, BOUND, caller -> () -> {
            for (int i = 0; i < KEYS; i++) {
                String key = "k" + (i + caller % 2 * KEYS / 2) % KEYS;
                Await.until(BOUND, key + " is answered", () -> isAnswered(shop, key, failed));
                if (answered.incrementAndGet() >= KEYS / 2 && isKilled.compareAndSet(false, true)) {
                    server.kill();
                    server.restart();
                }
            }
            return "done";
        });
        assertThat(results).allMatch(Callers.Result::isSuccess);
        assertThat(failed.get()).as("callers who met the dead server").isPositive();
    }

    private static boolean isAnswered(Requests shop, String key, AtomicInteger failed) {
        try {
            return !(shop.order(key).sameTransaction().tryRun(attempt -> shop.place(key))
                    instanceof Execution.InProgress);
        } catch (DataAccessException | TransactionException | OutcomeUnknownException down) {
            failed.incrementAndGet();
            return false;
        }
    }
}
