package dev.safe4j.test.interleavings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/** Named tables are brought back before every order, by their server. */
@Tag("slow")
class RestoringTest {

    private final RaceProbe probe = new RaceProbe();

    private static String identity(TestDatabase db) {
        return db.kind() == ServerKind.MARIADB
                ? "bigint auto_increment primary key"
                : "bigint generated always as identity primary key";
    }

    private static void shop(TestDatabase db) {
        String twice = db.kind() == ServerKind.MARIADB
                ? "twice int generated always as (amount * 2) stored"
                : db.kind() == ServerKind.H2
                        ? "twice int generated always as (amount * 2)"
                        : "twice int generated always as (amount * 2) stored";
        db.execute(
                "create table customer (id int primary key, name varchar(20) not null, boss int,"
                        + " foreign key (boss) references customer (id))",
                "create table purchase (id " + identity(db) + ", customer int not null, amount int not null, " + twice
                        + ", foreign key (customer) references customer (id) on delete cascade)",
                "create table line (id int primary key, purchase bigint not null,"
                        + " foreign key (purchase) references purchase (id) on delete cascade)",
                "create table untouched (id int primary key)",
                "insert into untouched values (1)",
                "insert into customer values (1, 'Ann', null), (2, 'Bob', 1), (3, 'Cy', 2)",
                "insert into purchase (customer, amount) values (1, 10), (2, 20)",
                "insert into line values (1, 1), (2, 2)");
    }

    private static List<Object> state(TestDatabase db) {
        return List.of(
                db.rows("select * from customer order by id"),
                db.rows("select * from purchase order by id"),
                db.rows("select * from line order by id"));
    }

    private static boolean hasCopies(TestDatabase db) {
        String table = db.kind() == ServerKind.H2 ? "lower(table_name)" : "table_name";
        String schema =
                db.kind() == ServerKind.H2 ? "lower(table_schema) = 'public'" : "table_schema = '" + db.name() + "'";
        return !db.rows("select table_name from information_schema.tables where " + schema + " and " + table
                        + " like 'safe4j!_race!_%' escape '!'")
                .isEmpty();
    }

    private static long insert(JdbcTemplate jdbc, int customer) {
        GeneratedKeyHolder keys = new GeneratedKeyHolder();
        jdbc.update(
                connection -> {
                    var statement = connection.prepareStatement(
                            "insert into purchase (customer, amount) values (?, 5)", new String[] {"id"});
                    statement.setInt(1, customer);
                    return statement;
                },
                keys);
        return keys.getKey().longValue();
    }

    @EachDatabase
    void every_order_begins_with_the_same_rows_and_the_same_next_keys(TestDatabase db) {
        shop(db);
        DataSource wrapped = probe.wrap(db.dataSource());
        JdbcTemplate jdbc = new JdbcTemplate(wrapped);
        List<Object> before = state(db);
        Set<Object> keys = new TreeSet<>();
        Set<Integer> counts = new TreeSet<>();
        Exploration found = Interleavings.on(probe)
                .restoring("CUSTOMER")
                .actor("adds", () -> keys.add(insert(jdbc, 2)))
                .actor("deletes", () -> {
                    jdbc.update("update customer set boss = null");
                    jdbc.update("delete from customer where id = 1");
                })
                .always("one purchase of two is left, and the new one", () -> {
                    counts.add(jdbc.queryForObject("select count(*) from purchase", Integer.class));
                    return true;
                })
                .explore();
        assertThat(found.scope().orders()).isGreaterThan(2);
        assertThat(keys).as("the next key is the same in each order").containsExactly(3L);
        assertThat(counts).containsExactly(2);
        assertThat(state(db)).as("after the last order").isEqualTo(before);
        assertThat(insert(jdbc, 1)).isEqualTo(3);
        assertThat(hasCopies(db)).isFalse();
    }

    @EachDatabase
    void what_no_order_writes_is_left_alone(TestDatabase db) {
        shop(db);
        JdbcTemplate jdbc = new JdbcTemplate(probe.wrap(db.dataSource()));
        List<Object> restored = new ArrayList<>();
        Interleavings.on(probe)
                .restoring("customer", "untouched")
                .actor("reads", () -> jdbc.queryForObject("select count(*) from untouched", Integer.class))
                .actor("writes", () -> jdbc.update("update customer set name = 'X' where id = 1"))
                .always("a row of somebody else's stays until the end", () -> {
                    restored.add(db.value(Long.class, "select count(*) from untouched"));
                    db.execute("insert into untouched select max(id) + 1 from untouched");
                    return true;
                })
                .explore();
        assertThat(restored).hasSizeGreaterThan(2).doesNotHaveDuplicates();
        assertThat(db.value(Long.class, "select count(*) from untouched")).isEqualTo(1);
    }

    @EachDatabase
    void given_comes_after_it(TestDatabase db) {
        shop(db);
        JdbcTemplate jdbc = new JdbcTemplate(probe.wrap(db.dataSource()));
        Set<String> names = new TreeSet<>();
        Interleavings.on(probe)
                .restoring("customer")
                .given(() -> jdbc.update("update customer set name = concat(name, '!') where id = 1"))
                .actor(
                        "reads",
                        () -> names.add(jdbc.queryForObject("select name from customer where id = 1", String.class)))
                .actor("reads too", () -> jdbc.queryForObject("select count(*) from customer", Integer.class))
                .explore();
        assertThat(names).containsExactly("Ann!");
    }

    @EachDatabase
    void the_copies_go_after_a_failure_too_and_a_left_over_one_is_replaced(TestDatabase db) {
        shop(db);
        db.execute("create table safe4j_race_untouched (something varchar(3))");
        JdbcTemplate jdbc = new JdbcTemplate(probe.wrap(db.dataSource()));
        Exploration found = Interleavings.on(probe)
                .restoring("untouched")
                .actor("writes", () -> jdbc.update("delete from untouched"))
                .always("never", () -> false)
                .tryExplore();
        assertThat(found.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(db.value(Long.class, "select count(*) from untouched")).isEqualTo(1);
        assertThat(hasCopies(db)).isFalse();
    }

    @EachDatabase
    void an_unknown_table_is_named_before_anything_runs(TestDatabase db) {
        shop(db);
        JdbcTemplate jdbc = new JdbcTemplate(probe.wrap(db.dataSource()));
        assertThatThrownBy(() -> Interleavings.on(probe)
                        .restoring("customer", "custommer")
                        .actor("writes", () -> jdbc.update("delete from untouched"))
                        .explore())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("restoring: there is no table 'custommer' in ");
        assertThat(db.value(Long.class, "select count(*) from untouched")).isEqualTo(1);
        assertThat(hasCopies(db)).isFalse();
    }

    @EachDatabase
    void a_circle_of_foreign_keys_is_no_obstacle(TestDatabase db) {
        db.execute(
                "create table hen (id int primary key, egg int)",
                "create table egg (id int primary key, hen int, foreign key (hen) references hen (id))",
                "insert into hen values (1, null)",
                "insert into egg values (0, 1)",
                "update hen set egg = 0",
                "alter table hen add foreign key (egg) references egg (id)");
        JdbcTemplate jdbc = new JdbcTemplate(probe.wrap(db.dataSource()));
        Interleavings.on(probe)
                .restoring("egg")
                .actor("one", () -> jdbc.update("update egg set hen = null"))
                .actor("two", () -> jdbc.update("delete from egg where hen is null and id > 0"))
                .explore();
        assertThat(db.rows("select * from egg")).hasSize(1).first().hasFieldOrPropertyWithValue("hen", 1);
        assertThat(db.rows("select * from hen")).hasSize(1);
    }

    @EachDatabase
    void the_table_is_looked_for_in_every_data_source(TestDatabase db) throws Exception {
        shop(db);
        try (TestDatabase other = dev.safe4j.servers.LocalServers.h2().newDatabase()) {
            other.execute("create table elsewhere (id int primary key)", "insert into elsewhere values (7)");
            JdbcTemplate jdbc = new JdbcTemplate(probe.wrap(db.dataSource()));
            JdbcTemplate there = new JdbcTemplate(probe.wrap(other.dataSource()));
            Interleavings.on(probe)
                    .restoring("elsewhere", "customer")
                    .actor("one", () -> there.update("delete from elsewhere"))
                    .actor("two", () -> jdbc.update("update customer set name = 'Z'"))
                    .explore();
            assertThat(other.value(Integer.class, "select id from elsewhere")).isEqualTo(7);
            assertThat(db.value(String.class, "select name from customer where id = 1"))
                    .isEqualTo("Ann");
        }
    }

    /** A view's name is no table's: what a write to it changes is not known. */
    @EachDatabase
    void a_write_through_a_view_is_restored(TestDatabase db) {
        db.execute(
                "create table base (id int primary key, n int)",
                "insert into base values (1, 1)",
                "create table log (id int primary key)",
                db.kind() == ServerKind.H2 ? "create table v (id int, n int)" : "create view v as select * from base");
        if (db.kind() == ServerKind.H2) {
            return; // its views are read only
        }
        JdbcTemplate jdbc = new JdbcTemplate(probe.wrap(db.dataSource()));
        Set<Integer> seen = new TreeSet<>();
        Interleavings.on(probe)
                .restoring("base")
                .actor("writes", () -> jdbc.update("update v set n = n + 1"))
                .actor("reads", () -> jdbc.update("insert into log values (1)"))
                .given(() -> jdbc.update("delete from log"))
                .always("once", () -> seen.add(jdbc.queryForObject("select n from base", Integer.class)) || true)
                .explore();
        assertThat(seen).containsExactly(2);
    }

    /** Its first table is not the one that it writes. */
    @EachDatabase(ServerKind.MARIADB)
    void a_write_to_several_tables_is_restored(TestDatabase db) {
        db.execute(
                "create table stock (id int primary key)",
                "create table reservation (stock int primary key, changes int not null)",
                "insert into stock values (1)",
                "insert into reservation values (1, 0)");
        JdbcTemplate jdbc = new JdbcTemplate(probe.wrap(db.dataSource()));
        Set<Integer> seen = new TreeSet<>();
        Interleavings.on(probe)
                .restoring("stock", "reservation")
                .actor(
                        "writes",
                        () -> jdbc.update(
                                "update stock s join reservation r on r.stock = s.id set r.changes = r.changes + 1"))
                .actor("reads", () -> jdbc.queryForObject("select count(*) from stock", Integer.class))
                .always(
                        "once",
                        () -> seen.add(jdbc.queryForObject("select changes from reservation", Integer.class)) || true)
                .explore();
        assertThat(seen).containsExactly(1);
    }
}
