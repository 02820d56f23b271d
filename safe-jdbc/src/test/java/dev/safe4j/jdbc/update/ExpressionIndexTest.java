package dev.safe4j.jdbc.update;

import static dev.safe4j.update.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Table;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.h2.tools.SimpleResultSet;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Unique indexes over expressions, which MySQL and PostgreSQL have. */
class ExpressionIndexTest {

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute(
                "create table customer (name varchar(20) primary key, mail varchar(40), visits int not null)",
                "insert into customer values ('ann', 'ann@example.org', 1)");
    }

    private static Upsert visit(Updates updates, String name, String mail) {
        return updates.table("customer")
                .upsert(row("name", name, "mail", mail, "visits", 1))
                .onKey("name")
                .orAdd("visits", 1);
    }

    /** MariaDB with metadata as MySQL tells unique ((lower(mail))): no MySQL is among the servers of these tests. */
    @EachDatabase(ServerKind.MARIADB)
    void an_upsert_of_mysql_that_could_meet_another_row_by_one_is_refused(TestDatabase db) {
        Database database = Database.of(asMySqlTells(db.dataSource()));
        Table customer = database.table("customer");
        assertThat(customer.isUnique(List.of("name"))).isTrue();
        assertThat(customer.isUnique(List.of("mail"))).isFalse();
        assertThat(customer.otherUniqueKeys(List.of("name"))).containsExactly("lower_mail");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> visit(Updates.on(database), "bob", "ANN@example.org"))
                .withMessageContaining("[lower_mail]");
    }

    /** Its upsert names the key, so another one is an error and changes no row. */
    @EachDatabase(ServerKind.POSTGRESQL)
    void an_upsert_of_postgresql_looks_at_its_key_alone(TestDatabase db) {
        db.execute("create unique index lower_mail on customer (lower(mail))");
        Updates updates = Updates.on(db.dataSource());
        visit(updates, "ann", "ann@example.org").apply();
        assertThatThrownBy(() -> visit(updates, "bob", "ANN@example.org").apply())
                .isInstanceOf(DuplicateKeyException.class);
        assertThat(db.value(Integer.class, "select visits from customer")).isEqualTo(2);
    }

    private static DataSource asMySqlTells(DataSource real) {
        return new DelegatingDataSource(real) {
            @Override
            public Connection getConnection() throws SQLException {
                return with(
                        Connection.class,
                        super.getConnection(),
                        "getMetaData",
                        metaData -> with(
                                DatabaseMetaData.class,
                                (DatabaseMetaData) metaData,
                                "getIndexInfo",
                                rows -> withOneMore((ResultSet) rows)));
            }
        };
    }

    private static <T> T with(Class<T> type, T real, String method, UnaryOperator<Object> change) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, called, values) -> {
                    try {
                        Object answer = called.invoke(real, values);
                        return called.getName().equals(method) ? change.apply(answer) : answer;
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                }));
    }

    private static ResultSet withOneMore(ResultSet indexes) {
        SimpleResultSet rows = new SimpleResultSet();
        rows.addColumn("INDEX_NAME", Types.VARCHAR, 0, 0);
        rows.addColumn("COLUMN_NAME", Types.VARCHAR, 0, 0);
        rows.addRow("lower_mail", null);
        try (indexes) {
            while (indexes.next()) {
                rows.addRow(indexes.getString("INDEX_NAME"), indexes.getString("COLUMN_NAME"));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return rows;
    }
}
