package dev.safe4j.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The way into a server as its administrator. */
record SqlAccess(JdbcUrl url, String username, String password) {

    Connection open(JdbcUrl other) throws SQLException {
        return DriverManager.getConnection(other.toString(), username, password);
    }

    @Nullable
    String ask(JdbcUrl other, String query) throws SQLException {
        try (Connection connection = open(other);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /** What the server says it is, such as {@code PostgreSQL 18.3}. */
    String version() throws SQLException {
        try (Connection connection = open(url)) {
            var about = connection.getMetaData();
            return about.getDatabaseProductName() + " " + about.getDatabaseProductVersion();
        }
    }
}
