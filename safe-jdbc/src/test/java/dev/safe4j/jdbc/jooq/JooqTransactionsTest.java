package dev.safe4j.jdbc.jooq;

import static dev.safe4j.jdbc.jooq.SweetShop.CUSTOMER;
import static dev.safe4j.jdbc.jooq.SweetShop.SWEET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.jdbc.SqlFaults;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.OutcomeUnknownException;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import dev.safe4j.update.UpdateResult;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jooq.DSLContext;
import org.jooq.ExecuteListener;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class JooqTransactionsTest {

    private SweetShop shop;
    private JooqUpdates updates;

    @BeforeEach
    void open(TestDatabase db) {
        shop = SweetShop.open(db);
        updates = JooqUpdates.on(shop.dsl);
    }

    private static UpdateResult sell(JooqUpdates noun) {
        return noun.update(SWEET)
                .key(SWEET.ID, 1)
                .set(SWEET.STOCK, SWEET.STOCK.minus(1))
                .provided(SWEET.STOCK.ge(1))
                .returning(SWEET.STOCK)
                .apply();
    }

    @EachDatabase
    void a_rollback_of_jooqs_transaction_undoes_the_write(TestDatabase db) {
        assertThatThrownBy(() -> shop.dsl.transaction(trx -> {
                    assertThat(sell(updates.in(trx)).orThrow().values().number("stock"))
                            .isEqualTo(2);
                    assertThat(JooqUpdates.on(trx.dsl())
                                    .insertIfAbsent(CUSTOMER, Map.of(CUSTOMER.ID, 1, CUSTOMER.MAIL, "a"))
                                    .isInserted())
                            .isTrue();
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");
        assertThat(shop.stock()).isEqualTo(3);
        assertThat(shop.dsl.fetchCount(CUSTOMER)).isZero();
    }

    @EachDatabase
    void a_nested_transaction_of_jooqs_is_undone_alone(TestDatabase db) {
        shop.dsl.transaction(outer -> {
            sell(updates.in(outer)).orThrow();
            assertThatThrownBy(() -> outer.dsl().transaction(inner -> {
                        sell(updates.in(inner)).orThrow();
                        throw new IllegalStateException("inner");
                    }))
                    .hasMessage("inner");
        });
        assertThat(shop.stock()).isEqualTo(2);
    }

    @EachDatabase
    void a_spring_transaction_is_joined(TestDatabase db) {
        SweetShop spring = new SweetShop(db, new TransactionAwareDataSourceProxy(db.dataSource()));
        JooqUpdates joining = JooqUpdates.on(spring.dsl);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(db.dataSource()));
        transaction.executeWithoutResult(status -> {
            sell(joining).orThrow();
            assertThat(spring.stock()).isEqualTo(2);
            assertThat(shop.stock()).isEqualTo(3);
            status.setRollbackOnly();
        });
        assertThat(shop.stock()).isEqualTo(3);
        transaction.executeWithoutResult(status -> sell(joining).orThrow());
        sell(joining).orThrow();
        assertThat(shop.stock()).isEqualTo(1);
    }

    @EachDatabase
    void a_transaction_at_repeatable_read_sees_why_it_was_refused(TestDatabase db) {
        SweetShop spring = new SweetShop(db, new TransactionAwareDataSourceProxy(db.dataSource()));
        JooqUpdates joining = JooqUpdates.on(spring.dsl);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(db.dataSource()));
        transaction.executeWithoutResult(status -> {
            spring.dsl.update(SWEET).set(SWEET.STOCK, 0).execute();
            assertThat(sell(joining)).isInstanceOf(UpdateResult.Refused.class);
        });
    }

    @EachDatabase
    void a_fault_is_thrown_as_the_configuration_throws_it(TestDatabase db) {
        JooqRowUpdate write = updates.update(SWEET).key(SWEET.ID, 1).set(SWEET.STOCK, -1);
        assertThatThrownBy(write::apply)
                .isInstanceOf(org.jooq.exception.DataAccessException.class)
                .hasMessageContaining("update");
        DSLContext translating = shop.dsl
                .configuration()
                .derive(new DefaultExecuteListenerProvider(ExecuteListener.onException(context ->
                        context.exception(new DataIntegrityViolationException("translated", context.sqlException())))))
                .dsl();
        JooqUpdates translated = updates.in(translating.configuration());
        assertThatThrownBy(() -> translated
                        .update(SWEET)
                        .key(SWEET.ID, 1)
                        .set(SWEET.STOCK, -1)
                        .apply())
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessage("translated");
        Map<org.jooq.Field<?>, Object> row = Map.of(CUSTOMER.ID, 1, CUSTOMER.MAIL, "a");
        translated.insertIfAbsentNamingConstraint(CUSTOMER, row).orThrow();
        assertThat(translated.insertIfAbsentNamingConstraint(CUSTOMER, row).isInserted())
                .isFalse();
        assertThat(translated
                        .update(SWEET)
                        .key(SWEET.ID, 1)
                        .set(SWEET.STOCK, -1)
                        .refusedBy("stock_not_negative")
                        .apply())
                .isInstanceOf(UpdateResult.Refused.class);
        assertThat(shop.stock()).isEqualTo(3);
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void a_lost_answer_is_an_unknown_outcome(TestDatabase db) throws Exception {
        try (WireTap tap = WireTap.to(db.server())) {
            HikariDataSource tapped = db.newPool(db.urlThrough(tap), 2);
            JooqUpdates far = JooqUpdates.on(new SweetShop(db, tapped).dsl);
            far.update(SWEET);
            CompletableFuture<String> dropped = tap.dropReplyOf(text -> text.contains("update"));
            assertThatThrownBy(() -> sellBare(far))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("the update of sweet: the connection was lost")
                    .cause()
                    .isInstanceOf(org.jooq.exception.DataAccessException.class);
            assertThat(dropped).succeedsWithin(Duration.ofSeconds(10));
        }
        assertThat(shop.stock()).isEqualTo(2);
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void a_connection_lost_within_a_transaction_is_a_fault_like_any_other(TestDatabase db) {
        try (WireTap tap = WireTap.to(db.server())) {
            HikariDataSource tapped = db.newPool(db.urlThrough(tap), 2);
            DSLContext dsl = new SweetShop(db, tapped).dsl;
            JooqUpdates far = JooqUpdates.on(dsl);
            far.update(SWEET);
            tap.dropRequest(text -> text.contains("update"));
            assertThatThrownBy(() -> dsl.transaction(trx -> sellBare(far.in(trx))))
                    .isInstanceOf(org.jooq.exception.DataAccessException.class)
                    .satisfies(failure -> assertThat(
                                    SqlFaults.of(dev.safe4j.jdbc.Dialect.H2).classify(failure))
                            .isEqualTo(FaultClass.CONNECTION));
        }
        assertThat(shop.stock()).isEqualTo(3);
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void an_applied_update_is_one_round_trip(TestDatabase db) {
        try (WireTap tap = WireTap.to(db.server())) {
            HikariDataSource tapped = db.newPool(db.urlThrough(tap), 1);
            JooqUpdates far = JooqUpdates.on(new SweetShop(db, tapped).dsl);
            sellBare(far);
            tap.reset();
            sellBare(far);
            assertThat(tap.roundTrips()).isEqualTo(1);
        }
    }

    private static void sellBare(JooqUpdates noun) {
        noun.update(SWEET)
                .key(SWEET.ID, 1)
                .set(SWEET.STOCK, SWEET.STOCK.minus(1))
                .provided(SWEET.STOCK.ge(1))
                .apply()
                .orThrow();
    }
}
