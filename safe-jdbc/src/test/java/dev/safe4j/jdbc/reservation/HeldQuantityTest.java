package dev.safe4j.jdbc.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;

/** By which name the holds of one quantity are told from those of others. */
class HeldQuantityTest {

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute(create("sweet"), "insert into sweet values (7, 5)");
        Database database = Database.of(db.dataSource());
        Reservations.schema(database).create(database);
    }

    private static String create(String table) {
        return "create table " + table + " (id bigint primary key, stock int not null)";
    }

    private static Reservations over(DataSource dataSource, String table, String quantity) {
        Database database = Database.of(dataSource);
        return Reservations.on(Transactions.on(database), database, table, "id", quantity);
    }

    private static int stock(TestDatabase db, String table) {
        return db.value(Integer.class, "select stock from " + table);
    }

    private static void letAllEnd(TestDatabase db) {
        db.execute("update safe4j_hold set hold_until = timestamp '2001-01-01 00:00:00'");
    }

    private static String resource(TestDatabase db, Hold hold) {
        return db.value(String.class, "select resource from safe4j_hold where id = ?", hold.id());
    }

    @EachDatabase
    void a_hold_is_found_under_every_spelling_of_its_table_and_quantity(TestDatabase db) {
        Reservations usual = over(db.dataSource(), "sweet", "stock");
        String schema = db.kind() == ServerKind.H2 ? "public" : db.name();
        List<Reservations> spelled = List.of(
                usual,
                over(db.dataSource(), "SWEET", "STOCK"),
                over(db.dataSource(), schema + ".sweet", "stock"),
                over(db.dataSource(), schema + ".SWEET", "Stock"));
        for (Reservations each : spelled) {
            Hold hold = each.take(7, 2).reserve();
            assertThat(resource(db, hold)).isEqualTo("sweet.stock");
            for (Reservations other : spelled) {
                assertThat(other.state(hold.id())).contains(HoldState.HELD);
            }
            letAllEnd(db);
            assertThat(usual.sweep(10)).isEqualTo(1);
            assertThat(stock(db, "sweet")).isEqualTo(5);
            Hold confirmed = usual.take(7, 1).reserve();
            each.hold(confirmed.id()).confirm();
            letAllEnd(db);
            assertThat(each.purge(Duration.ofMinutes(1), 10)).isEqualTo(2);
            db.execute("update sweet set stock = 5");
        }
    }

    @EachDatabase
    void a_table_of_the_same_name_in_another_schema_is_another_one(TestDatabase db) {
        String other = db.name() + "_other";
        String kind = db.kind() == ServerKind.MARIADB ? "database " : "schema ";
        db.execute("create " + kind + other);
        try {
            db.execute(create(other + ".sweet"), "insert into " + other + ".sweet values (7, 5)");
            Reservations here = over(db.dataSource(), "sweet", "stock");
            Reservations there = over(db.dataSource(), other + ".sweet", "stock");
            Hold hold = there.take(7, 2).reserve();
            assertThat(resource(db, hold)).isEqualToIgnoringCase(other + ".sweet.stock");
            letAllEnd(db);
            assertThat(here.sweep(10)).isZero();
            assertThat(stock(db, "sweet")).isEqualTo(5);
            if (db.kind() == ServerKind.POSTGRESQL) {
                foundByAnotherSearchPath(db, other);
            }
            there.sweep(10);
            assertThat(stock(db, other + ".sweet")).isEqualTo(5);
        } finally {
            db.execute("drop " + kind + other + (db.kind() == ServerKind.MARIADB ? "" : " cascade"));
        }
    }

    /** Of two services that share the holds, each finds its own table under the plain name. */
    private static void foundByAnotherSearchPath(TestDatabase db, String other) {
        String path = db.url().replace("currentSchema=" + db.name(), "currentSchema=" + other + "," + db.name());
        assertThat(path).isNotEqualTo(db.url());
        DataSource pool = db.newPool(path, 1);
        Hold hold = over(pool, "sweet", "stock").take(7, 1).reserve();
        assertThat(resource(db, hold)).isEqualTo(other + ".sweet.stock");
        letAllEnd(db);
        assertThat(over(db.dataSource(), "sweet", "stock").sweep(10)).isZero();
        assertThat(over(pool, "sweet", "stock").sweep(10)).isEqualTo(2);
    }

    @EachDatabase
    void tables_that_differ_in_the_case_of_letters_are_two(TestDatabase db) {
        String quoted = db.kind() == ServerKind.MARIADB ? "`Sweet`" : "\"Sweet\"";
        db.execute("create table " + quoted + " (id bigint primary key, stock int not null)");
        db.execute("insert into " + quoted + " values (7, 9)");
        Hold hold = over(db.dataSource(), "Sweet", "stock").take(7, 2).reserve();
        assertThat(resource(db, hold)).isEqualTo("Sweet.stock");
        letAllEnd(db);
        assertThat(over(db.dataSource(), "sweet", "stock").sweep(10)).isZero();
        assertThat(over(db.dataSource(), "Sweet", "stock").sweep(10)).isEqualTo(1);
        assertThat(stock(db, quoted)).isEqualTo(9);
        assertThat(stock(db, "sweet")).isEqualTo(5);
    }

    /** PostgreSQL and MariaDB have shorter names. */
    @EachDatabase(ServerKind.H2)
    void a_name_that_the_holds_cannot_keep_is_refused_at_the_start(TestDatabase db) {
        String table = "t".repeat(100);
        String column = "c".repeat(100);
        db.execute("create table " + table + " (id bigint primary key, " + column + " int not null)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> over(db.dataSource(), table, column))
                .withMessageContainingAll(table, "200", "201");
    }
}
