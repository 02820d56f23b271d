package dev.safe4j.jdbc.jooq;

import static dev.safe4j.jdbc.jooq.SweetShop.CUSTOMER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.update.InsertResult;
import dev.safe4j.update.InsertResult.Duplicate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jooq.impl.TableRecordImpl;
import org.junit.jupiter.api.BeforeEach;

class JooqInsertTest {

    private SweetShop shop;
    private JooqUpdates updates;

    @BeforeEach
    void open(TestDatabase db) {
        shop = SweetShop.open(db);
        updates = JooqUpdates.on(shop.dsl);
    }

    private static Map<Field<?>, Object> customer(int id, String mail) {
        return Map.of(CUSTOMER.ID, id, CUSTOMER.MAIL, mail);
    }

    @EachDatabase
    void the_second_of_two_is_a_duplicate(TestDatabase db) {
        assertThat(updates.insertIfAbsent(CUSTOMER, customer(1, "ann@example.org"))
                        .isInserted())
                .isTrue();
        shop.sent.clear();
        InsertResult second = updates.insertIfAbsent(CUSTOMER, customer(2, "ann@example.org"));
        assertThat(second)
                .isInstanceOfSatisfying(
                        Duplicate.class,
                        duplicate -> assertThat(duplicate.table()).isEqualTo("customer"));
        assertThat(shop.sent).hasSize(1);
        assertThat(shop.dsl.fetchCount(CUSTOMER)).isEqualTo(1);
    }

    @EachDatabase
    void a_duplicate_does_not_spoil_the_transaction(TestDatabase db) {
        shop.dsl.transaction(trx -> {
            JooqUpdates joined = updates.in(trx);
            joined.insertIfAbsent(CUSTOMER, customer(1, "ann@example.org")).orThrow();
            assertThat(joined.insertIfAbsent(CUSTOMER, customer(2, "ann@example.org"))
                            .isInserted())
                    .isFalse();
            assertThat(joined.insertIfAbsentNamingConstraint(CUSTOMER, customer(1, "bob@example.org"))
                            .isInserted())
                    .isFalse();
            joined.insertIfAbsent(CUSTOMER, customer(3, "cid@example.org")).orThrow();
        });
        assertThat(shop.dsl
                        .select(CUSTOMER.ID)
                        .from(CUSTOMER)
                        .orderBy(CUSTOMER.ID)
                        .fetch(CUSTOMER.ID))
                .containsExactly(1, 3);
    }

    @EachDatabase
    void the_violated_constraint_is_named(TestDatabase db) {
        updates.insertIfAbsent(CUSTOMER, customer(1, "ann@example.org"));
        assertThat(updates.insertIfAbsentNamingConstraint(CUSTOMER, customer(2, "ann@example.org")))
                .isInstanceOfSatisfying(
                        Duplicate.class,
                        duplicate -> assertThat(duplicate.constraint()).hasValue("uk_customer_mail"));
        assertThat(updates.insertIfAbsentNamingConstraint(CUSTOMER, customer(1, "bob@example.org"))
                        .isInserted())
                .isFalse();
    }

    @EachDatabase
    void one_of_many_callers_inserts(TestDatabase db) {
        db.warm(8);
        List<Callers.Result<InsertResult>> results = Callers.run(
                8,
                Duration.ofSeconds(30),
                caller -> () -> updates.insertIfAbsent(CUSTOMER, customer(caller, "ann@example.org")));
        assertThat(results).allMatch(Callers.Result::isSuccess);
        assertThat(results.stream().filter(each -> each.value() instanceof InsertResult.Inserted))
                .hasSize(1);
        assertThat(shop.dsl.fetchCount(CUSTOMER)).isEqualTo(1);
    }

    @EachDatabase
    void a_record_inserts_what_was_set_in_it(TestDatabase db) {
        ClientRecord row = new ClientRecord();
        row.set(CLIENT.ID, 5);
        row.set(CLIENT.MAIL, "eve@example.org");
        assertThat(updates.insertIfAbsent(row).isInserted()).isTrue();
        assertThat(updates.insertIfAbsentNamingConstraint(row).isInserted()).isFalse();
        assertThatThrownBy(() -> updates.insertIfAbsent(new ClientRecord())).hasMessageContaining("has no columns");
    }

    @EachDatabase
    void a_row_that_does_not_fit_is_not_sent(TestDatabase db) {
        updates.update(CUSTOMER);
        shop.sent.clear();
        assertThatThrownBy(() -> updates.insertIfAbsent(CUSTOMER, Map.of(CUSTOMER.ID, "one")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("takes a Integer, not a String");
        assertThatThrownBy(() -> updates.insertIfAbsent(CUSTOMER, customer(1, "x".repeat(101))))
                .hasMessageContaining("it holds 100");
        assertThatThrownBy(() -> updates.insertIfAbsent(CUSTOMER, Map.of(DSL.field(DSL.name("age")), 1)))
                .hasMessageContaining("has no column 'age'");
        assertThatThrownBy(() -> updates.insertIfAbsent(CUSTOMER, Map.of())).hasMessageContaining("has no columns");
        assertThat(shop.sent).isEmpty();
    }

    @EachDatabase(ServerKind.MARIADB)
    void another_fault_stays_a_fault(TestDatabase db) {
        assertThatThrownBy(() -> updates.insertIfAbsent(CUSTOMER, Map.of(CUSTOMER.ID, 9)))
                .isInstanceOf(org.jooq.exception.DataAccessException.class);
        assertThat(shop.dsl.fetchCount(CUSTOMER)).isZero();
    }

    private static final Client CLIENT = new Client();

    /** The same table with records of its own. */
    static final class Client extends TableImpl<ClientRecord> {
        private static final long serialVersionUID = 1;
        private static final Name NAME = DSL.name("customer");
        final TableField<ClientRecord, Integer> ID = createField(DSL.name("id"), SQLDataType.INTEGER.nullable(false));
        final TableField<ClientRecord, String> MAIL = createField(DSL.name("mail"), SQLDataType.VARCHAR(100));

        Client() {
            super(NAME);
        }

        @Override
        public Class<ClientRecord> getRecordType() {
            return ClientRecord.class;
        }
    }

    static final class ClientRecord extends TableRecordImpl<ClientRecord> {
        private static final long serialVersionUID = 1;

        ClientRecord() {
            super(CLIENT);
        }
    }
}
