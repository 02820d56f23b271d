package dev.safe4j.test.jdbc;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A session that was ended holds nothing any more, though it had much to roll back: the next step would wait for it. */
class EndedSessionTest {

    /** 2 to this power rows, which are not rolled back before anybody can look. */
    private static final int DOUBLINGS = 16;

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void it_has_rolled_back(TestDatabase db) throws SQLException {
        db.execute(
                "create table many (id integer primary key, text varchar(100))",
                "insert into many values (1, 'first')");
        Connection victim = db.newPool(1).getConnection();
        try (JdbcServer server = new JdbcServer(db.newPool(1).getConnection());
                Connection next = db.newPool(1).getConnection()) {
            victim.setAutoCommit(false);
            write(victim);
            server.end(server.sessionOf(victim));
            try (Statement statement = next.createStatement()) {
                assertThatCode(() -> statement.executeQuery("select id from many where id = 1 for update nowait"))
                        .doesNotThrowAnyException();
            }
        } finally {
            assertThatThrownBy(victim::close).isInstanceOf(SQLException.class);
        }
    }

    private static void write(Connection victim) throws SQLException {
        try (Statement statement = victim.createStatement()) {
            statement.executeUpdate("update many set text = 'changed' where id = 1");
            for (int i = 0; i < DOUBLINGS; i++) {
                statement.executeUpdate("insert into many select id + " + (1 << i) + ", text from many");
            }
        }
    }
}
