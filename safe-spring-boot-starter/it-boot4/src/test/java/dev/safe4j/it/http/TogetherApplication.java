package dev.safe4j.it.http;

import dev.safe4j.servers.TestDatabase;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** A service whose answers commit with what it writes. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({TogetherController.class, TogetherController.ByPath.class})
class TogetherApplication {

    /** The tables of the application. */
    static void create(TestDatabase database) {
        database.execute(
                "create table sweet_order (id bigserial primary key, sweet varchar(40) not null)",
                "create table parcel (sweet_order bigint references sweet_order (id) deferrable initially deferred)");
    }

    static long orders(TestDatabase database) {
        return count(database, "sweet_order");
    }

    static long keys(TestDatabase database) {
        return count(database, "safe4j_idempotency");
    }

    private static long count(TestDatabase database, String table) {
        Long count = database.value(Long.class, "select count(*) from " + table);
        return count == null ? -1 : count;
    }
}
