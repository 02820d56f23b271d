package dev.safe4j.jdbc;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds out whether a driver of the MySQL family counts changed rows instead of matched ones. The setting can stand in the URL
 * or in properties, and JDBC has no way to ask for it; so each driver is asked in its own way, without depending on it.
 */
final class AffectedRows {

    private static final String SETTING = "useAffectedRows";
    private static final Object NOTHING = new Object();

    private AffectedRows() {}

    static boolean areCountedInsteadOfMatched(Connection connection) throws SQLException {
        String url = String.valueOf(connection.getMetaData().getURL()).toLowerCase(Locale.ROOT);
        return url.contains(SETTING.toLowerCase(Locale.ROOT) + "=true") || mariaDb(connection) || mySql(connection);
    }

    private static boolean mariaDb(Connection connection) throws SQLException {
        Object driver = unwrapped(connection, "org.mariadb.jdbc.Connection");
        Object configuration = call(call(driver, "getContext"), "getConf");
        return Boolean.TRUE.equals(call(configuration, SETTING));
    }

    private static boolean mySql(Connection connection) throws SQLException {
        Object driver = unwrapped(connection, "com.mysql.cj.jdbc.JdbcConnection");
        Object properties = call(driver, "getPropertySet");
        return Boolean.TRUE.equals(call(call(properties, "getBooleanProperty", SETTING), "getValue"));
    }

    private static Object unwrapped(Connection connection, String type) throws SQLException {
        ClassLoader loader = AffectedRows.class.getClassLoader();
        if (!ClassUtils.isPresent(type, loader)) {
            return NOTHING;
        }
        Class<?> driver = ClassUtils.resolveClassName(type, loader);
        return connection.isWrapperFor(driver) ? connection.unwrap(driver) : NOTHING;
    }

    /** Calls a public method; a driver that has no such method has no such setting. */
    private static Object call(Object target, String name, Object... arguments) {
        for (Method method : target.getClass().getMethods()) {
            boolean fits = method.getParameterCount() == arguments.length
                    && (arguments.length == 0 || method.getParameterTypes()[0] == String.class);
            if (method.getName().equals(name) && fits) {
                Method callable = ClassUtils.getPubliclyAccessibleMethodIfPossible(method, null);
                Object result = ReflectionUtils.invokeMethod(callable, target, arguments);
                return result == null ? NOTHING : result;
            }
        }
        return NOTHING;
    }
}
