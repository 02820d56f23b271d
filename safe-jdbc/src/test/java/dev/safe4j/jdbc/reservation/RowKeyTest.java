package dev.safe4j.jdbc.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

/** What a hold is given back by: the key of its row, kept as text. */
class RowKeyTest {

    private static final String ID = "0b3e4d6c-5f6a-4f0e-9d53-3a2f6f4d9c11";

    private enum Kind {
        DARK {
            @Override
            public String toString() {
                return "dark chocolate";
            }
        }
    }

    private Database database;
    private String table = "";
    private int tables;

    @BeforeEach
    void tables(TestDatabase db) {
        database = Database.of(db.dataSource());
        Reservations.schema(database).create(database);
    }

    private Reservations over(TestDatabase db, String type, String row) {
        table = "sweet" + ++tables; // statements that the driver has prepared know the types of their table
        db.execute("create table " + table + " (id " + type + " primary key, stock int not null)");
        if (!row.isEmpty()) {
            db.execute("insert into " + table + " values (" + row + ", 5)");
        }
        return Reservations.on(Transactions.on(database), database, table, "id", "stock");
    }

    private int stock(TestDatabase db) {
        return db.value(Integer.class, "select stock from " + table);
    }

    private static String id(TestDatabase db) {
        return db.kind() == ServerKind.H2 ? "'ID'" : "'id'";
    }

    private void comesBack(TestDatabase db, Reservations sweets, Object key) {
        Hold hold = sweets.take(key, 2).reserve();
        assertThat(stock(db)).isEqualTo(3);
        assertThat(hold.cancel()).isTrue();
        assertThat(stock(db)).as("of key " + key).isEqualTo(5);
    }

    @EachDatabase
    void whatever_form_the_key_is_given_in_it_comes_back(TestDatabase db) {
        Reservations whole = over(db, "bigint", "5");
        for (Object key : List.of(5, 5L, new BigDecimal("5.0"), new BigDecimal("5"), new BigInteger("5"))) {
            comesBack(db, whole, key);
        }
        Reservations decimal = over(db, "decimal(10,2)", "500.00");
        comesBack(db, decimal, new BigDecimal("5E+2"));
        comesBack(db, decimal, 500);
        Reservations text = over(db, "varchar(40)", "'DARK'");
        comesBack(db, text, Kind.DARK);
        comesBack(db, text, "DARK");
        comesBack(db, text, new StringBuilder("DARK"));
        comesBack(db, over(db, "varchar(40)", "'" + ID + "'"), UUID.fromString(ID));
        Reservations uuid = over(db, "uuid", "'" + ID + "'");
        comesBack(db, uuid, UUID.fromString(ID));
        comesBack(db, uuid, ID);
    }

    @EachDatabase
    void a_key_that_is_padded_comes_back(TestDatabase db) {
        comesBack(db, over(db, "char(10)", "'DARK'"), "DARK");
    }

    @EachDatabase(ServerKind.MARIADB)
    void unsigned_keys_beyond_a_long_come_back(TestDatabase db) {
        comesBack(db, over(db, "bigint unsigned", "18446744073709551615"), new BigInteger("18446744073709551615"));
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void keys_of_a_type_of_the_databases_own_come_back(TestDatabase db) {
        db.execute("create type kind as enum ('DARK', 'MILK')");
        comesBack(db, over(db, "kind", "'DARK'"), Kind.DARK);
    }

    @EachDatabase
    void a_column_whose_values_do_not_come_back_from_text_is_refused(TestDatabase db) {
        Map<String, String> types = new LinkedHashMap<>();
        types.put("date", "DATE");
        types.put("timestamp", "TIMESTAMP");
        types.put("double precision", "");
        types.put("boolean", "");
        types.put(db.kind() == ServerKind.POSTGRESQL ? "bytea" : "varbinary(16)", "BINARY");
        if (db.kind() == ServerKind.MARIADB) {
            types.put("binary(16)", "BINARY");
        }
        types.forEach((type, shown) -> assertThatIllegalArgumentException()
                .as(type)
                .isThrownBy(() -> over(db, type, ""))
                .withMessageContainingAll(id(db) + " of " + table + " is of type", shown));
    }

    /** H2 tells a UUID and a BINARY(16) alike. */
    @EachDatabase
    void a_key_that_would_not_come_back_is_refused_and_nothing_is_written(TestDatabase db) {
        Reservations sweets = over(db, "uuid", "'" + ID + "'");
        for (Object key : List.of(new byte[16], 7, new BigDecimal("1.5"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> sweets.take(key, 1).reserve())
                    .withMessageContaining(id(db) + " of " + table);
        }
        assertThat(stock(db)).isEqualTo(5);
        Reservations named = over(db, "varchar(300)", "'" + "x".repeat(256) + "'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> named.take("x".repeat(256), 1).reserve())
                .withMessageContainingAll("256", "255");
        assertThat(stock(db)).isEqualTo(5);
        assertThat(db.value(Long.class, "select count(*) from safe4j_hold")).isZero();
    }
}
