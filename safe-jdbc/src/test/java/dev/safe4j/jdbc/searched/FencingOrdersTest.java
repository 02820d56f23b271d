package dev.safe4j.jdbc.searched;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.RowUpdate;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.interleavings.Isolation;
import dev.safe4j.test.interleavings.Outcomes;
import dev.safe4j.test.interleavings.RaceProbe;
import dev.safe4j.update.UpdateResult;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.springframework.jdbc.core.JdbcTemplate;

/** A former owner that has not noticed and the new one write the same row, in every order, on each database. */
@Tag("slow")
class FencingOrdersTest {

    private static final long FORMER = 1_763_812_987_000_001L;
    private static final long NEW = 1_763_812_987_000_002L;

    private final RaceProbe probe = new RaceProbe();
    private JdbcTemplate jdbc;
    private Updates updates;
    private Transactions transactions;

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute(
                "create table ledger (id int primary key, state varchar(20) not null, fence bigint)",
                "insert into ledger values (1, 'open', null)");
        Database database = Database.of(probe.wrap(db.newPool(8)));
        jdbc = new JdbcTemplate(database.dataSource());
        updates = Updates.on(database);
        transactions = Transactions.on(database)
                .retry(RetryPolicy.defaults().attempts(20).delays(Duration.ofMillis(1), Duration.ofMillis(2)));
    }

    private Interleavings search(UnaryOperator<RowUpdate> former, UnaryOperator<RowUpdate> present) {
        return Interleavings.on(probe)
                .given(() -> jdbc.update("update ledger set state = 'open', fence = null"))
                .actor("former owner", () -> write("former", former))
                .actor("new owner", () -> write("new", present));
    }

    private UpdateResult write(String state, UnaryOperator<RowUpdate> fenced) {
        return transactions.run(
                attempt -> fenced.apply(updates.table("ledger").key("id", 1).set("state", state))
                        .apply());
    }

    private boolean newStateStands() {
        return Objects.equals(jdbc.queryForObject("select state from ledger", String.class), "new");
    }

    private static boolean newOwnerWrote(Outcomes outcomes) {
        return outcomes.valueOf("new owner") instanceof UpdateResult.Applied;
    }

    @EachDatabase
    void the_lower_number_never_wins(TestDatabase db) {
        for (Isolation level : List.of(Isolation.READ_COMMITTED, Isolation.REPEATABLE_READ)) {
            Exploration found = search(update -> update.fencedBy(FORMER), update -> update.fencedBy(NEW))
                    .isolation(level)
                    .always("the new owner's state stands", this::newStateStands)
                    .afterwards("the new owner is never refused", FencingOrdersTest::newOwnerWrote)
                    .explore();
            assertThat(found.scope().isExhausted()).as(found::toString).isTrue();
            assertThat(found.scope().orders()).as(found::toString).isGreaterThan(1);
        }
    }

    @EachDatabase
    void without_the_clause_the_former_owner_writes_over_the_new_one(TestDatabase db) {
        Exploration broken = search(update -> update.set("fence", FORMER), update -> update.set("fence", NEW))
                .isolation(Isolation.READ_COMMITTED)
                .always("the new owner's state stands", this::newStateStands)
                .tryExplore();
        assertThat(broken.finding()).as(broken::toString).isNotNull();
    }
}
