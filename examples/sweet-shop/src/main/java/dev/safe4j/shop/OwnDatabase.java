package dev.safe4j.shop;

import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.TestDatabase;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** The shop's own PostgreSQL, where no {@code spring.datasource.url} names another database. */
@Configuration(proxyBeanMethods = false)
@Conditional(OwnDatabase.NoneNamed.class)
class OwnDatabase {

    private static final int CONNECTIONS = 16;

    static final class NoneNamed implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !context.getEnvironment().containsProperty("spring.datasource.url");
        }
    }

    @Bean
    TestDatabase ownPostgresql() {
        return LocalServers.postgresql().newDatabase(CONNECTIONS);
    }

    @Bean
    DataSource dataSource(TestDatabase ownPostgresql) {
        return ownPostgresql.dataSource();
    }
}
