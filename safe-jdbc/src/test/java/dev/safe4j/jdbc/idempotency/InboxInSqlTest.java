package dev.safe4j.jdbc.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.once.Inbox;
import dev.safe4j.once.InboxResult;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;

/** The id of an event and the effect of its handler commit together, in the caller's transaction or in one that is opened. */
class InboxInSqlTest {

    private static final Duration WAIT = Duration.ofMillis(200);

    private static TransactionTemplate spring(Requests shop) {
        return new TransactionTemplate(new JdbcTransactionManager(shop.database.dataSource()));
    }

    @EachDatabase
    void an_event_is_handled_once_with_its_effect(TestDatabase db) {
        try (Requests shop = Requests.in(db)) {
            Inbox inbox = Inbox.on(shop.transactional).within(Duration.ofSeconds(30));
            List<Callers.Result<InboxResult>> results = Callers.run(
                    10, Duration.ofSeconds(60), caller -> () -> inbox.process("payments", "e", () -> shop.place("e")));
            assertThat(results).allMatch(Callers.Result::isSuccess);
            assertThat(results.stream().filter(each -> each.value() instanceof InboxResult.Done))
                    .hasSize(1);
            assertThat(shop.effects("e")).isEqualTo(1);
            assertThat(inbox.process("payments", "e", () -> shop.place("e")))
                    .isInstanceOf(InboxResult.AlreadyDone.class);
            assertThat(inbox.process("refunds", "e", () -> shop.place("r"))).isInstanceOf(InboxResult.Done.class);
        }
    }

    @EachDatabase
    void event_and_effect_are_rolled_back_together(TestDatabase db) {
        try (Requests shop = Requests.in(db)) {
            Inbox inbox = Inbox.on(shop.transactional);
            spring(shop).executeWithoutResult(status -> {
                assertThat(inbox.process("payments", "e", () -> shop.place("e")))
                        .isInstanceOf(InboxResult.Done.class);
                assertThat(inbox.process("payments", "e", () -> shop.place("e")))
                        .isInstanceOf(InboxResult.AlreadyDone.class);
                status.setRollbackOnly();
            });
            assertThat(shop.effects("e")).isZero();
            spring(shop).executeWithoutResult(status -> inbox.process("payments", "e", () -> shop.place("e")));
            assertThat(shop.effects("e")).isEqualTo(1);
            assertThat(inbox.process("payments", "e", () -> shop.place("e")))
                    .isInstanceOf(InboxResult.AlreadyDone.class);
        }
    }

    @EachDatabase
    void a_handler_that_failed_cannot_be_committed_though_its_failure_is_swallowed(TestDatabase db) {
        try (Requests shop = Requests.in(db)) {
            Inbox inbox = Inbox.on(shop.transactional);
            assertThatThrownBy(() -> spring(shop)
                            .executeWithoutResult(status -> assertThatThrownBy(
                                            () -> inbox.process("payments", "e", () -> {
                                                shop.place("e");
                                                throw new IllegalArgumentException("no such order");
                                            }))
                                    .hasMessage("no such order")))
                    .isInstanceOf(UnexpectedRollbackException.class);
            assertThat(shop.effects("e")).isZero();
            assertThat(inbox.process("payments", "e", () -> shop.place("e"))).isInstanceOf(InboxResult.Done.class);
        }
    }

    /** As a manager of JPA is, which does not ask the holder of the connection. */
    @EachDatabase
    void nor_by_a_manager_that_overlooks_the_mark(TestDatabase db) {
        try (Requests shop = Requests.in(db)) {
            Inbox inbox = Inbox.on(shop.transactional);
            TransactionTemplate blind = new TransactionTemplate(new JdbcTransactionManager(shop.database.dataSource()) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean shouldCommitOnGlobalRollbackOnly() {
                    return true;
                }
            });
            assertThatThrownBy(() -> blind.executeWithoutResult(status -> assertThatThrownBy(
                                    () -> inbox.process("payments", "e", () -> {
                                        shop.place("e");
                                        throw new IllegalArgumentException("no such order");
                                    }))
                            .hasMessage("no such order")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot be committed");
            assertThat(shop.effects("e")).isZero();
        }
    }

    @EachDatabase
    void over_a_connection_a_failed_handler_leaves_nothing_and_the_rest_commits(TestDatabase db) throws SQLException {
        try (Requests shop = Requests.in(db);
                Connection connection = db.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            Inbox over = Inbox.on(shop.transactional.over(connection));
            assertThatThrownBy(() -> over.process("payments", "e", () -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("auto-commit");
            connection.setAutoCommit(false);
            statement.executeUpdate("insert into effect (request) values ('mine')");
            assertThatThrownBy(() -> over.process("payments", "e", () -> {
                        statement.executeUpdate("insert into effect (request) values ('e')");
                        throw new IllegalArgumentException("no such order");
                    }))
                    .hasMessage("no such order");
            connection.commit();
            assertThat(shop.effects("mine")).isEqualTo(1);
            assertThat(shop.effects("e")).isZero();
            assertThat(over.process(
                            "payments",
                            "e",
                            () -> statement.executeUpdate("insert into effect (request) values ('e')")))
                    .isInstanceOf(InboxResult.Done.class);
            connection.commit();
            assertThat(shop.effects("e")).isEqualTo(1);
            connection.setAutoCommit(true);
        }
    }

    @EachDatabase
    void who_waits_in_vain_is_told_and_its_transaction_goes_on_as_it_was(TestDatabase db) {
        waitsInVain(db, false);
    }

    @EachDatabase
    void who_waits_in_vain_with_its_first_statement_goes_on_too(TestDatabase db) {
        waitsInVain(db, true);
    }

    private static void waitsInVain(TestDatabase db, boolean isFirst) {
        try (Requests shop = Requests.in(db)) {
            Inbox inbox = Inbox.on(shop.transactional).within(WAIT);
            String asking = limit(db);
            String before = shop.jdbc.queryForObject(asking, String.class);
            inbox.process("payments", "e", () -> {
                assertThat(shop.jdbc.queryForObject(asking, String.class)).isEqualTo(before);
                shop.place("e");
                List<Callers.Result<String>> other = Callers.run(
                        1,
                        Duration.ofSeconds(30),
                        caller -> () -> spring(shop).execute(status -> {
                            if (!isFirst) {
                                shop.place("another");
                            }
                            assertThat(inbox.process("payments", "e", () -> shop.place("e")))
                                    .isInstanceOf(InboxResult.InProgress.class);
                            shop.place("other");
                            assertThat(shop.jdbc.queryForObject(asking, String.class))
                                    .isEqualTo(before);
                            return "done";
                        }));
                assertThat(other.get(0).failure()).isNull();
            });
            assertThat(shop.effects("e")).isEqualTo(1);
            assertThat(shop.effects("other")).isEqualTo(1);
            assertThat(shop.effects("another")).isEqualTo(isFirst ? 0 : 1);
        }
    }

    private static String limit(TestDatabase db) {
        return switch (db.kind()) {
            case POSTGRESQL -> "show lock_timeout";
            case MARIADB -> "select @@innodb_lock_wait_timeout";
            default -> "call lock_timeout()";
        };
    }

    @EachDatabase
    void a_transaction_of_another_database_is_refused(TestDatabase db) {
        try (Requests shop = Requests.in(db);
                TestDatabase elsewhere = LocalServers.h2().newDatabase()) {
            TransactionTemplate other = new TransactionTemplate(new JdbcTransactionManager(elsewhere.dataSource()));
            Inbox inbox = Inbox.on(shop.transactional);
            assertThatThrownBy(() ->
                            other.executeWithoutResult(status -> inbox.process("payments", "e", () -> shop.place("e"))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not one of the data source");
            assertThat(shop.effects("e")).isZero();
        }
    }
}
