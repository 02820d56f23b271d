package dev.safe4j.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Locale;

/** What differs between the supported databases, as data. */
public enum Dialect {
    /** PostgreSQL 13 or later. */
    POSTGRESQL('"', ReadBack.RETURNING, true, ""),

    /** MariaDB 10.6 or later. */
    MARIADB('`', ReadBack.SECOND_STATEMENT, false, " lock in share mode"),

    /** MySQL 8.0 or later. */
    MYSQL('`', ReadBack.SECOND_STATEMENT, false, " lock in share mode"),

    /** H2 2.2 or later, for development. */
    H2('"', ReadBack.FINAL_TABLE, false, "");

    /** How the values of a row come back from the UPDATE that wrote them. */
    public enum ReadBack {
        /** By a RETURNING clause, in the same statement. */
        RETURNING,
        /** By selecting from the statement's data change delta table, in the same statement. */
        FINAL_TABLE,
        /** By a SELECT in the same transaction, while the row is locked by the write. */
        SECOND_STATEMENT
    }

    private final char quote;
    private final ReadBack readBack;
    private final boolean failureEndsTransaction;
    private final String lockingRead;

    Dialect(char quote, ReadBack readBack, boolean failureEndsTransaction, String lockingRead) {
        this.quote = quote;
        this.readBack = readBack;
        this.failureEndsTransaction = failureEndsTransaction;
        this.lockingRead = lockingRead;
    }

    /**
     * Tells which of the supported databases a connection leads to.
     *
     * @param metaData of the connection
     * @return the dialect
     * @throws UnsupportedDatabaseException if it is none of them
     * @throws SQLException if the connection fails
     */
    public static Dialect of(DatabaseMetaData metaData) throws SQLException {
        String product = metaData.getDatabaseProductName();
        String version = metaData.getDatabaseProductVersion();
        return switch (product.toLowerCase(Locale.ROOT)) {
            case "postgresql" -> POSTGRESQL;
            case "mariadb" -> MARIADB;
            // MySQL's driver says "MySQL" for both servers; only the version tells them apart.
            case "mysql" -> version.toLowerCase(Locale.ROOT).contains("mariadb") ? MARIADB : MYSQL;
            case "h2" -> H2;
            default -> throw new UnsupportedDatabaseException(product, version);
        };
    }

    /**
     * Quotes a name that was found in the metadata.
     *
     * @param name the name as the database has it
     * @return the name between this database's quotes
     */
    public String quoted(String name) {
        return quote + name.replace(String.valueOf(quote), String.valueOf(quote) + quote) + quote;
    }

    /**
     * Tells how written values come back.
     *
     * @return the way
     */
    public ReadBack readBack() {
        return readBack;
    }

    /**
     * Tells whether a failed statement ends its transaction, so that going on needs a savepoint.
     *
     * @return true for PostgreSQL
     */
    public boolean failureEndsTransaction() {
        return failureEndsTransaction;
    }

    /**
     * Returns what makes a SELECT see the newest committed row where a plain one sees the transaction's snapshot while writes
     * do not.
     *
     * @return a clause to append, empty where plain reads and writes see the same
     */
    public String lockingRead() {
        return lockingRead;
    }

    /**
     * Tells whether the database belongs to the MySQL family, whose errors are told by vendor code.
     *
     * @return true for MariaDB and MySQL
     */
    public boolean isMySqlFamily() {
        return this == MARIADB || this == MYSQL;
    }
}
