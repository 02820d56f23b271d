package dev.safe4j.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class TablesFirstTest {

    private static final int INSTANCES = 4;

    @EachDatabase
    void many_instances_create_the_tables_at_once(TestDatabase db) {
        db.warm(INSTANCES);
        assertThat(Callers.run(INSTANCES, Duration.ofSeconds(60), instance -> () -> {
                    TablesFirst.create(db.dataSource());
                    return true;
                }))
                .allSatisfy(result -> assertThat(result.failure()).isNull());
        assertThat(db.value(Long.class, "select count(*) from box_order")).isZero();
    }
}
