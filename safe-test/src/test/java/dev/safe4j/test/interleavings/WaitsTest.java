package dev.safe4j.test.interleavings;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.test.schedule.Event;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Whoever waits is recognised, by whose evidence, and so another one goes on. */
@Tag("slow")
class WaitsTest {

    private final RaceProbe probe = new RaceProbe();

    private final class Client {

        private final JdbcTemplate jdbc;
        private final TransactionTemplate transaction;
        private String further = "select 1";

        Client(DataSource dataSource) {
            DataSource stepped = probe.wrap(dataSource);
            jdbc = new JdbcTemplate(stepped);
            transaction = new TransactionTemplate(new JdbcTransactionManager(stepped));
        }

        void inTransaction(String... statements) {
            transaction.executeWithoutResult(status -> List.of(statements).forEach(jdbc::execute));
        }

        /** The order in which the second caller comes while the first has done its first statement. */
        Event secondWaits(String first, String second) {
            Exploration found = Interleavings.on(probe)
                    .given(() -> jdbc.update("delete from item where id > 1"))
                    .given(() -> jdbc.execute(further))
                    .actor("first", () -> inTransaction(first, "update item set n = n + 1 where id = 1"))
                    .actor("second", () -> inTransaction(second))
                    .allowing(Exception.class)
                    .afterwards("both came to an end", outcomes -> false)
                    .tryReplay(token("0,1,0,0"));
            assertThat(found.verdict()).as(found::toString).isEqualTo(Verdict.VIOLATED);
            return Objects.requireNonNull(found.finding()).played().events().get(1);
        }

        private String token(String moves) {
            Exploration any = Interleavings.on(probe)
                    .actor("nobody", () -> jdbc.queryForList("select 1"))
                    .afterwards("never", outcomes -> false)
                    .tryExplore();
            String token = Objects.requireNonNull(any.finding()).token().toString();
            return token.substring(0, token.lastIndexOf(':') + 1) + moves;
        }
    }

    private Client client(TestDatabase db) {
        db.execute("create table item (id int primary key, n int not null)", "insert into item values (1, 0)");
        return new Client(db.newPool(8));
    }

    private static void assertWaits(Event event, String text, boolean proven) {
        Event.Wait wait = Objects.requireNonNull(event.waited(), () -> event.step() + " did not wait");
        assertThat(wait.text()).isEqualTo(text);
        assertThat(wait.proven()).isEqualTo(proven);
        assertThat(event.ended()).isPositive();
    }

    @EachDatabase
    void for_a_row(TestDatabase db) {
        String update = "update item set n = n + 1 where id = 1";
        assertWaits(client(db).secondWaits(update, update), "waits for first", true);
    }

    @EachDatabase
    void for_a_key_that_is_not_committed(TestDatabase db) {
        String insert = "insert into item values (2, 0)";
        assertWaits(client(db).secondWaits(insert, insert), "waits for first", true);
    }

    /** H2 tries again and again, and shows it nowhere, if the key is not the one that the rows are stored by. */
    @EachDatabase
    void for_a_further_key_that_is_not_committed(TestDatabase db) {
        db.execute("create table named (name varchar(10) primary key)");
        String insert = "insert into named values ('ann')";
        boolean shown = db.kind() != ServerKind.H2;
        String text = shown ? "waits for first" : "has no answer for 60 ms: taken for waiting";
        Client client = client(db);
        client.further = "delete from named";
        assertWaits(client.secondWaits(insert, insert), text, shown);
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void for_a_lock_that_is_no_row(TestDatabase db) {
        String lock = "select pg_advisory_xact_lock(7)";
        Client client = client(db);
        Event event = db.kind() == ServerKind.POSTGRESQL
                ? client.secondWaits(lock, lock)
                : client.secondWaits("update item set n = n + 1 where id = 1", "truncate table item");
        assertWaits(event, "waits for first", true);
    }

    @EachDatabase(ServerKind.MARIADB)
    void for_a_named_lock(TestDatabase db) {
        Client client = client(db);
        Exploration found = Interleavings.on(probe)
                .actor("first", () -> client.inTransaction("select get_lock('a', 10)", "select release_lock('a')"))
                .actor("second", () -> client.inTransaction("select get_lock('a', 10)", "select release_lock('a')"))
                .afterwards("both came to an end", outcomes -> outcomes.successes() == 2)
                .explore();
        assertThat(found.scope().isExhausted()).isTrue();
    }

    @EachDatabase
    void for_a_java_lock(TestDatabase db) {
        Client client = client(db);
        ReentrantLock lock = new ReentrantLock();
        Exploration found = Interleavings.on(probe)
                .given(() -> client.jdbc.update("update item set n = 0"))
                .actor("first", () -> locked(lock, client))
                .actor("second", () -> locked(lock, client))
                .always("nothing is lost", () -> client.jdbc.queryForObject("select n from item", Integer.class) == 2)
                .explore();
        assertThat(found.scope().isExhausted()).isTrue();
        assertThat(found.scope().orders()).isGreaterThan(2);
    }

    private static void locked(ReentrantLock lock, Client client) {
        client.jdbc.queryForObject("select count(*) from item", Integer.class);
        lock.lock();
        try {
            Integer n = client.jdbc.queryForObject("select n from item", Integer.class);
            client.jdbc.update("update item set n = ?", n + 1);
        } finally {
            lock.unlock();
        }
    }

    @EachDatabase
    void a_pool_that_has_no_connection_left_is_pool_starvation(TestDatabase db) {
        client(db);
        HikariDataSource small = db.newPool(2);
        Client client = new Client(small);
        Exploration found = Interleavings.on(probe)
                .actor("first", () -> twoConnections(client, "select 1"))
                .actor("second", () -> twoConnections(client, "select 1"))
                .tryExplore();
        assertThat(found.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(found.toString()).contains("pool starvation").contains("the pool has none left");
        assertThat(found.scope().time()).isLessThan(Duration.ofSeconds(20));
        assertThat(small.getHikariPoolMXBean().getActiveConnections()).isZero();
    }

    @EachDatabase
    void an_actor_that_waits_for_its_own_other_connection_is_a_self_deadlock(TestDatabase db) {
        Client client = client(db);
        Exploration found = Interleavings.on(probe)
                .actor("only one", () -> twoConnections(client, "update item set n = n + 1 where id = 1"))
                .tryExplore();
        assertThat(found.verdict()).as(found::toString).isEqualTo(Verdict.VIOLATED);
        assertThat(found.toString()).contains("self-deadlock").contains("#2: update item");
    }

    private static void twoConnections(Client client, String statement) {
        client.transaction.executeWithoutResult(outer -> {
            client.jdbc.execute(statement);
            TransactionTemplate inner = new TransactionTemplate(client.transaction.getTransactionManager());
            inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
            inner.executeWithoutResult(status -> client.jdbc.execute(statement));
        });
    }

    @Test
    void a_database_that_is_not_known_is_searched_with_waits_that_are_assumed_and_marked() {
        Client client = new Client(new DriverManagerDataSource("jdbc:hsqldb:mem:waits;hsqldb.tx=mvcc", "SA", ""));
        client.jdbc.execute("create table item (id int primary key, n int not null)");
        client.jdbc.execute("insert into item values (1, 0)");
        Exploration found = Interleavings.on(probe)
                .given(() -> client.jdbc.update("update item set n = 0"))
                .actor("first", () -> client.inTransaction("update item set n = n + 1 where id = 1"))
                .actor("second", () -> client.inTransaction("update item set n = n + 1 where id = 1"))
                .afterwards("never", outcomes -> false)
                .bounds(bounds -> bounds.schedules(10))
                .tryReplay("1:hsqldatabaseengine-0:read_committed:0,1,0,1");
        assertThat(found.toString()).contains("(assumed)");
    }

    /** MariaDB counts those who wait, and does not say at once who they are. */
    @EachDatabase(ServerKind.MARIADB)
    void who_is_at_work_while_another_waits_is_not_taken_for_waiting(TestDatabase db) {
        Client client = client(db);
        String update = "update item set n = n + 1 where id = 1";
        Exploration found = Interleavings.on(probe)
                .actor("holder", () -> client.inTransaction(update, "select 1"))
                .actor("waiter", () -> client.inTransaction(update))
                .actor("at work", () -> client.jdbc.execute("select sleep(0.2)"))
                .afterwards("never", outcomes -> false)
                .tryReplay(client.token("0,1,2,0,0"));
        List<Event> events = Objects.requireNonNull(found.finding(), found::toString)
                .played()
                .events();
        assertWaits(events.get(1), "waits", true);
        assertThat(events.get(2).step().text()).isEqualTo("select sleep(0.2)");
        assertThat(events.get(2).waited()).isNull();
    }
}
