package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.jooq.JooqUpdates;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.retry.Attempt;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.RetryListener;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.spring.RetryOnConflict;
import dev.safe4j.update.UpdateResult;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** A whole application on a real PostgreSQL: real conflicts, and the retry that ends them. */
@SpringBootTest(
        classes = Applications.Auto.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = "safe4j.retry.attempts=20")
@Import({PostgresApplicationTest.Wallets.class, PostgresApplicationTest.Protocol.class})
@Tag("slow")
class PostgresApplicationTest {

    private static final TestDatabase DATABASE = LocalServers.postgresql().newDatabase();
    private static final Duration BOUND = Duration.ofSeconds(60);

    @DynamicPropertySource
    static void dataSource(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", DATABASE::url);
        registry.add("spring.datasource.username", DATABASE::username);
        registry.add("spring.datasource.password", DATABASE::password);
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Autowired
    private Wallets wallets;

    @Autowired
    private Protocol protocol;

    @Autowired
    private Database database;

    @Autowired
    private Updates updates;

    @Autowired
    private Transactions transactions;

    @Autowired
    private JooqUpdates jooq;

    @BeforeEach
    void tables() {
        DATABASE.execute(
                "drop table if exists wallet",
                "create table wallet (id bigint primary key, balance bigint not null)",
                "insert into wallet values (1, 0)");
        protocol.begin();
    }

    @Test
    void the_rooms_are_on_it() {
        assertThat(database.dialect()).isEqualTo(Dialect.POSTGRESQL);
        assertThat(updates.table("wallet").key("id", 1L).add("balance", 5).apply())
                .isInstanceOf(UpdateResult.Applied.class);
        assertThat(balance()).isEqualTo(5);
    }

    /** Spring's transaction is jOOQ's too: what one wrote, the other rolls back. */
    @Test
    void the_jooq_flavour_joins_the_applications_transaction() {
        Table<?> wallet = DSL.table(DSL.name("wallet"));
        Field<Long> id = DSL.field(DSL.name("wallet", "id"), Long.class);
        Field<Long> balance = DSL.field(DSL.name("wallet", "balance"), Long.class);
        Throwable failure = catchThrowable(() -> transactions.runWithoutResult(attempt -> {
            jooq.update(wallet).key(id, 1L).set(balance, 7L).apply().orThrow();
            assertThat(wallets.read()).isEqualTo(7);
            throw new IllegalStateException("back");
        }));
        assertThat(failure).hasMessage("back");
        assertThat(balance()).isZero();
    }

    /** Both callers read before either writes, so that one of them must lose: no chance is left to chance. */
    @Test
    void two_callers_at_repeatable_read_collide_and_both_succeed() {
        var results = Callers.run(2, BOUND, caller -> () -> wallets.addAfterMeeting(10));
        assertThat(results).allMatch(Callers.Result::isSuccess);
        assertThat(balance()).isEqualTo(20);
        assertThat(protocol.conflicts).hasValueGreaterThan(0);
        assertThat(protocol.transactions).as("a new transaction each run").hasSize(2 + protocol.conflicts.get());
    }

    @Test
    void many_callers_at_serializable_lose_no_update() {
        int callers = 8;
        var results = Callers.run(callers, BOUND, caller -> () -> {
            for (int i = 0; i < 5; i++) {
                wallets.addSerializable(1);
            }
            return caller;
        });
        assertThat(results).allMatch(Callers.Result::isSuccess);
        assertThat(balance()).isEqualTo(callers * 5);
        assertThat(protocol.conflicts).as("conflicts").hasValueGreaterThan(0);
    }

    @Test
    void the_runner_collides_and_succeeds_as_well() {
        var results = Callers.run(
                2,
                BOUND,
                caller -> () -> transactions.serializable().run(attempt -> {
                    long before = wallets.read();
                    protocol.meet();
                    wallets.write(before + 1);
                    return before;
                }));
        assertThat(results).allMatch(Callers.Result::isSuccess);
        assertThat(balance()).isEqualTo(2);
        assertThat(protocol.conflicts).hasValueGreaterThan(0);
    }

    private long balance() {
        Long balance = DATABASE.value(Long.class, "select balance from wallet where id = 1");
        return balance == null ? -1 : balance;
    }

    /** Read, decide, write: right only because it is run again when it lost. */
    static class Wallets {
        private final JdbcTemplate jdbc;
        private final Protocol protocol;

        Wallets(JdbcTemplate jdbc, Protocol protocol) {
            this.jdbc = jdbc;
            this.protocol = protocol;
        }

        @RetryOnConflict
        @Transactional(isolation = Isolation.REPEATABLE_READ)
        public long addAfterMeeting(long amount) throws Exception {
            long before = read();
            protocol.transactions.add(jdbc.queryForObject("select txid_current()", Long.class));
            protocol.meet();
            write(before + amount);
            return before;
        }

        @RetryOnConflict
        @Transactional(isolation = Isolation.SERIALIZABLE)
        public void addSerializable(long amount) {
            write(read() + amount);
        }

        long read() {
            Long balance = jdbc.queryForObject("select balance from wallet where id = 1", Long.class);
            return balance == null ? 0 : balance;
        }

        void write(long balance) {
            jdbc.update("update wallet set balance = ? where id = 1", balance);
        }
    }

    /** What happened, and where the callers meet. */
    static class Protocol implements RetryListener {
        final AtomicInteger conflicts = new AtomicInteger();
        final Set<Long> transactions = ConcurrentHashMap.newKeySet();
        private final Set<Thread> met = ConcurrentHashMap.newKeySet();
        private volatile CyclicBarrier meeting = new CyclicBarrier(2);

        void begin() {
            conflicts.set(0);
            transactions.clear();
            met.clear();
            meeting = new CyclicBarrier(2);
        }

        /** In its first run only: the winner does not come a second time. */
        void meet() throws Exception {
            if (met.add(Thread.currentThread())) {
                meeting.await(BOUND.toSeconds(), TimeUnit.SECONDS);
            }
        }

        @Override
        public void onRetry(Attempt attempt, Throwable failure, FaultClass fault, Duration delay) {
            assertThat(fault).isEqualTo(FaultClass.CONFLICT);
            conflicts.incrementAndGet();
        }
    }
}
