package dev.safe4j.autoconfigure;

import dev.safe4j.jdbc.Database;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The small pool of the stores: made if one of them is in the application's database, and the same for all. */
@Configuration(proxyBeanMethods = false)
class StorePoolConfiguration {

    static final String POOL = "safe4jStoreDataSource";

    /** No default candidate: whoever asks for a data source wants the application's. */
    @Bean(name = POOL, defaultCandidate = false)
    @ConditionalOnMissingBean(name = POOL)
    DataSource safe4jStoreDataSource(Database database, SafeProperties properties) {
        return StorePool.beside(database.dataSource(), properties.jdbc().poolSize());
    }
}
