package dev.safe4j.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The table of a room that keeps something in the database, and those that belong to it and are named after it: their names, and the
 * statements that create them. Immutable and thread-safe.
 *
 * <p>The statements are files of the jar, {@code dev/safe4j/jdbc/<database>/<room>.sql}, to be handed to Flyway or Liquibase, printed, or,
 * for development, applied.
 */
public final class Schema {

    private static final Pattern COMMENT = Pattern.compile("(?m)^--.*\\R");
    private static final Pattern TABLE = Pattern.compile("^create (?:table|(?:unique )?index(?: \\w+)? on) (\\S+)");

    private final Dialect dialect;
    private final String room;
    private final String table;

    /**
     * Names a room's table on a database.
     *
     * @param dialect the database
     * @param room the room, such as {@code lock}
     * @param table the table's name, {@code safe4j_<room>} by default; with a schema before it if need be, unquoted
     * @throws UnknownNameException if the name can be none
     */
    public Schema(Dialect dialect, String room, String table) {
        this.dialect = dialect;
        this.room = room;
        this.table = table;
        for (String part : table.split("\\.", -1)) {
            Names.require("table", part);
        }
    }

    /**
     * Returns the name of a room's table, unless said otherwise.
     *
     * @param room the room
     * @return the name
     */
    public static String defaultTable(String room) {
        return "safe4j_" + room;
    }

    /**
     * Returns the table's name.
     *
     * @return as it was given
     */
    public String table() {
        return table;
    }

    /**
     * Returns where the statements are.
     *
     * @return a resource of the jar
     */
    public String resource() {
        return "dev/safe4j/jdbc/" + dialect.name().toLowerCase(Locale.ROOT) + "/" + room + ".sql";
    }

    /**
     * Returns the statements that create the table, with their comments.
     *
     * @return SQL, for the table's own name
     */
    public String ddl() {
        try (InputStream bytes = Schema.class.getClassLoader().getResourceAsStream(resource())) {
            if (bytes == null) {
                throw new IllegalArgumentException("there is no " + resource() + " in the jar.");
            }
            String text = new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
            return text.replaceAll("\\b" + defaultTable(room), Matcher.quoteReplacement(table));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + resource(), failure);
        }
    }

    private List<String> statements() {
        return Arrays.stream(COMMENT.matcher(ddl()).replaceAll("").split(";\\s*", -1))
                .filter(statement -> !statement.isBlank())
                .toList();
    }

    /** The table that a statement is about. */
    private static String tableOf(String statement) {
        Matcher matcher = TABLE.matcher(statement);
        if (!matcher.find()) {
            throw new IllegalStateException("the schema has a statement that is about no table: " + statement);
        }
        return matcher.group(1);
    }

    private Stream<String> tables() {
        return statements().stream().map(Schema::tableOf).distinct();
    }

    /**
     * Creates the tables that are not there. For development: a service has its tables made by what makes all others. Of several instances
     * that do it at once, each goes on where another was first with a table.
     *
     * @param database where
     */
    public void create(Database database) {
        Set<String> missing = tables().filter(each -> !isThere(database, each)).collect(Collectors.toUnmodifiableSet());
        JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
        for (String statement : statements()) {
            if (missing.contains(tableOf(statement))) {
                executeUnlessThere(database, jdbc, statement);
            }
        }
    }

    private static void executeUnlessThere(Database database, JdbcTemplate jdbc, String statement) {
        try {
            jdbc.execute(statement);
        } catch (org.springframework.dao.DataAccessException failure) {
            if (!isThere(database, tableOf(statement))) { // else another instance was first
                throw failure;
            }
        }
    }

    private static boolean isThere(Database database, String table) {
        try {
            database.table(table);
            return true;
        } catch (UnknownNameException missing) {
            return false;
        }
    }

    /**
     * Returns the table as the database has it.
     *
     * @param database where
     * @return the table
     * @throws SchemaMissingException if it is not there, or one that belongs to it
     */
    public Table require(Database database) {
        tables().forEach(each -> require(database, each));
        return database.table(table);
    }

    private void require(Database database, String each) {
        try {
            database.table(each);
        } catch (UnknownNameException missing) {
            throw new SchemaMissingException(this, each, missing);
        }
    }
}
