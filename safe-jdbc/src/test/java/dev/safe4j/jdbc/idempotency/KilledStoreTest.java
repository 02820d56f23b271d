package dev.safe4j.jdbc.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.idempotency.ClaimedBody;
import dev.safe4j.idempotency.Execution;
import dev.safe4j.retry.OutcomeUnknownException;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.Concurrently;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.Profile;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.SqlServer;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** The server is killed while orders are placed under keys, and comes back: each effect is there exactly once. */
@Tag("slow")
@Concurrently
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

    /** Several callers on each key, each of which asks until it is answered; one unit sees the server die in its middle. */
    private static void placeAll(Requests shop, SqlServer server) {
        AtomicInteger units = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        ClaimedBody<String, RuntimeException> place = attempt -> {
            String placed = shop.place(attempt.id().key());
            if (units.incrementAndGet() == KEYS / 2) {
                server.kill();
                server.restart();
            }
            return placed;
        };
        List<Callers.Result<String>> results = Callers.run(CALLERS, BOUND, caller -> () -> {
            for (int i = 0; i < KEYS; i++) {
                String key = "k" + (i + caller % 2 * KEYS / 2) % KEYS;
                Await.until(BOUND, key + " is answered", () -> isAnswered(shop, key, place, failed));
            }
            return "done";
        });
        assertThat(results).allMatch(Callers.Result::isSuccess);
        assertThat(units.get()).as("units, those too that died with the server").isGreaterThan(KEYS);
        System.out.println(
                "units " + units + " of " + KEYS + " keys, callers who were told of the dead server " + failed);
    }

    private static boolean isAnswered(
            Requests shop, String key, ClaimedBody<String, RuntimeException> place, AtomicInteger failed) {
        try {
            return !(shop.order(key).sameTransaction().tryRun(place) instanceof Execution.InProgress);
        } catch (DataAccessException | TransactionException | OutcomeUnknownException down) {
            failed.incrementAndGet();
            return false;
        }
    }
}
