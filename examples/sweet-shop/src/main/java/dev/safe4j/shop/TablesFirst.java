package dev.safe4j.shop;

import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.RetryPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Creates the shop's tables, if they are not there, before anybody gets the data source. A service would use Flyway. */
@Component
class TablesFirst implements BeanPostProcessor {

    // Two instances that start at once: "if not exists" is no promise on PostgreSQL, where one of the two can fail.
    // Every
    // statement can be run again, and then finds what the other one has made.
    private static final RetryPolicy AGAIN = RetryPolicy.defaults().classifiedBy(failure -> FaultClass.TRANSIENT);

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof DataSource dataSource) {
            create(dataSource);
        }
        return bean;
    }

    static void create(DataSource dataSource) {
        JdbcClient jdbc = JdbcClient.create(dataSource);
        for (String statement : script().split(";", -1)) {
            if (!statement.isBlank()) {
                AGAIN.run(attempt -> jdbc.sql(statement).update());
            }
        }
    }

    private static String script() {
        try {
            String text = new ClassPathResource("shop.sql").getContentAsString(StandardCharsets.UTF_8);
            return Arrays.stream(text.split("\n"))
                    .filter(line -> !line.startsWith("--"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException failure) {
            throw new UncheckedIOException("shop.sql is not in the shop", failure);
        }
    }
}
