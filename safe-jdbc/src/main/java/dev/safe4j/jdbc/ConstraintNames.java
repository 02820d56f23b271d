package dev.safe4j.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.util.ClassUtils;

/**
 * Finds which constraint an error is about.
 *
 * <p>PostgreSQL's driver says it. MariaDB, MySQL and H2 give the name only within the message; this is the one place that
 * reads a message: what stands between quotes in it (in any language of the server) is matched against names that are known
 * from the metadata or from the caller, so that a text which only looks like a name decides nothing.
 */
public final class ConstraintNames {

    private static final boolean POSTGRESQL_DRIVER =
            ClassUtils.isPresent("org.postgresql.util.PSQLException", ConstraintNames.class.getClassLoader());

    private static final Set<Integer> MYSQL_DUPLICATES = Set.of(1062, 1169, 1022, 1586);
    private static final Pattern FIRST_QUOTED = Pattern.compile("['\"`«„“‘]([\\p{L}_][\\p{L}\\p{N}_$.]*)");
    private static final Pattern LAST_QUOTED =
            Pattern.compile("['\"`«„“‘]([\\p{L}_][\\p{L}\\p{N}_$.]*)['\"`»“”’][^'\"`«„“‘]*$");

    private ConstraintNames() {}

    /**
     * Returns which of some named constraints an error is about.
     *
     * @param failure the error
     * @param names the constraints that the caller asked about, in any case of letters
     * @return the name as the caller wrote it, null if the error is about none of them
     */
    public static @Nullable String among(SQLException failure, Collection<String> names) {
        for (String reported : reported(failure)) {
            for (String name : names) {
                if (isCalled(reported, name)) {
                    return name;
                }
            }
        }
        return null;
    }

    /**
     * Returns which unique key of a table an error is about.
     *
     * @param failure the error
     * @param table the table that was written
     * @return the key's name as the metadata has it, null if the error does not say it
     */
    public static @Nullable String uniqueKey(SQLException failure, Table table) {
        for (String reported : reported(failure)) {
            String key = table.uniqueKeyNamed(reported);
            if (key != null) {
                return key;
            }
        }
        return null;
    }

    private static boolean isCalled(String reported, String name) {
        String last = reported.substring(reported.lastIndexOf('.') + 1);
        // H2 reports the index of a unique constraint, which is the constraint's name with _INDEX_n behind it.
        return last.equalsIgnoreCase(name)
                || last.regionMatches(true, 0, name + "_index_", 0, name.length() + "_index_".length());
    }

    private static List<String> reported(SQLException failure) {
        List<String> found = new ArrayList<>();
        for (SQLException each = failure; each != null; each = each.getNextException()) {
            String bySql = POSTGRESQL_DRIVER ? ByPostgresql.constraint(each) : null;
            String name = bySql != null || each.getMessage() == null ? bySql : quoted(each);
            if (name != null) {
                found.add(name);
            }
        }
        return found;
    }

    /**
     * A message may quote values too, and a value may look like a name: MySQL's family says "entry 'value' for key 'name'" in
     * every language, so there the last quotes count; all other messages have the name first.
     */
    private static @Nullable String quoted(SQLException failure) {
        boolean lastQuotes = MYSQL_DUPLICATES.contains(failure.getErrorCode());
        Matcher quoted = (lastQuotes ? LAST_QUOTED : FIRST_QUOTED).matcher(String.valueOf(failure.getMessage()));
        return quoted.find() ? quoted.group(1) : null;
    }

    /** Loaded only where PostgreSQL's driver is. */
    private static final class ByPostgresql {

        static @Nullable String constraint(SQLException failure) {
            ServerErrorMessage message =
                    failure instanceof PSQLException postgresql ? postgresql.getServerErrorMessage() : null;
            return message == null ? null : message.getConstraint();
        }
    }
}
