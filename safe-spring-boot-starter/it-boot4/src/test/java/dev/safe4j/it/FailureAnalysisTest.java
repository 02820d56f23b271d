package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.jdbc.update.TableUpdates;
import dev.safe4j.jdbc.update.Updates;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** What a failed start says: the description and the action of the starter's own faults. */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTest {

    @Test
    void an_unknown_database(CapturedOutput output) {
        assertThat(Start.failing(output, OnNosuch.class))
                .contains("safe4j cannot work with the application's database: NosuchDB 7")
                .contains("is not supported: safe4j knows PostgreSQL, MariaDB, MySQL and H2.")
                .contains("Change spring.datasource.url to a supported database or setting.")
                .contains("safe4j.enabled=false");
    }

    @Test
    void a_table_that_is_not_there(CapturedOutput output) {
        assertThat(Start.failing(output, WithTypingError.class))
                .contains("A table, column or constraint is named that the database does not have:")
                .contains("swet")
                .contains("Correct the name in the code, or apply the migration that makes it");
    }

    /** A bean that names a table as it is made. */
    @Configuration(proxyBeanMethods = false)
    static class WithTypingError {
        @Bean
        TableUpdates sweets(Updates updates) {
            return updates.table("swet");
        }
    }

    /** A data source of an unknown product. */
    @Configuration(proxyBeanMethods = false)
    static class OnNosuch {
        @Bean
        DataSource nosuch() {
            return new AbstractDataSource() {
                @Override
                public Connection getConnection() {
                    return stub(Connection.class, stub(DatabaseMetaData.class, null));
                }

                @Override
                public Connection getConnection(String user, String password) throws SQLException {
                    return getConnection();
                }
            };
        }

        private static <T> T stub(Class<T> type, @org.jspecify.annotations.Nullable Object metaData) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "getMetaData" -> metaData;
                        case "getDatabaseProductName" -> "NosuchDB";
                        case "getDatabaseProductVersion" -> "7";
                        case "getDatabaseMajorVersion", "getDatabaseMinorVersion" -> 7;
                        case "getAutoCommit", "isWrapperFor", "isReadOnly", "isClosed" -> false;
                        default -> null;
                    }));
        }
    }
}
